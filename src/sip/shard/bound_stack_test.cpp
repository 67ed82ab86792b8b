#include "sip/shard/bound_stack.hpp"

#include <gtest/gtest.h>

#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "sip/transaction/testing/recording_users.hpp"

// Real sockets on loopback, one loop for both sides; it runs until something holds, with a deadline.
namespace vss::sip {
namespace {
using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using test::Request;

struct BoundStackTest : ::testing::Test {
  boost::asio::io_context io{1};
  SystemClock clock;
  SystemRandom random;
  test::RecordingClient client;
  test::RecordingServer server, other_server;
  std::unique_ptr<BoundStack> alice, bob;

  BoundStackTest() {
    alice = OpenStack();
    bob = OpenStack();
    alice->stack().Serve(other_server);
    bob->stack().Serve(server);
  }

  std::unique_ptr<BoundStack> OpenStack(TcpTransport::Settings limits = {}) {
    BoundStack::Settings settings;
    settings.stack.t1 = 20ms;
    settings.local = {boost::asio::ip::make_address("127.0.0.1"), 0};
    settings.udp.buffer_bytes = 64 << 10;
    settings.tcp = BoundStack::Settings::Tcp::kSamePort;
    settings.tcp_limits = limits;
    auto opened = BoundStack::Open(io, clock, random, settings);
    EXPECT_TRUE(opened.has_value()) << opened.error();
    return std::move(*opened);
  }
  bool RunUntil(const std::function<bool()>& done, std::chrono::seconds at_most = 10s) {
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    while (!done() && std::chrono::steady_clock::now() < deadline) io.run_one_for(50ms);
    return done();
  }
  Target ToBob(Transport transport) { return {{.transport = transport, .remote = bob->local()}}; }
  void AnswerWith(int status) {
    server.answer = [this, status](ServerId id, const Message& request) {
      bob->stack().Respond(id, ResponseTo(request, status, "b1").Finish());
    };
  }
};

TEST_F(BoundStackTest, CarriesManyRequestsOverUdp) {
  AnswerWith(200);
  for (int i = 0; i < 200; ++i) {
    alice->stack().SendRequest(ToBob(Transport::kUdp), Request("OPTIONS", fmt::format("u{}", i)), client);
  }
  EXPECT_TRUE(RunUntil([&] { return client.statuses.size() == 200; }));
  EXPECT_EQ(server.requests.size(), 200U);
  EXPECT_TRUE(client.failures.empty());
}

TEST_F(BoundStackTest, CarriesRequestsOverOneTcpConnection) {
  AnswerWith(486);
  for (int i = 0; i < 50; ++i) {
    alice->stack().SendRequest(ToBob(Transport::kTcp), Request("INVITE", fmt::format("t{}", i)), client);
  }
  EXPECT_TRUE(RunUntil([&] { return client.statuses.size() == 50; }));
  EXPECT_EQ(bob->tcp()->counters().accepted, 1U);
  EXPECT_TRUE(RunUntil([&] { return bob->stack().counters().server_transactions == 0; })) << "every ACK came";
  EXPECT_TRUE(server.failures.empty());
}

/// Loses a quarter of what goes out.
struct LossyPort : TransportPort {
  explicit LossyPort(TransportPort& port) : next(port) {}
  SendResult Send(const Flow& flow, std::string bytes) override {
    state = state * 1664525 + 1013904223;
    return state >> 30 == 0 ? SendResult::kSent : next.Send(flow, std::move(bytes));
  }
  void Close() override {}
  TransportPort& next;
  std::uint32_t state = 1;
};

TEST_F(BoundStackTest, RetransmitsOverALossyUdpPath) {
  AnswerWith(200);
  LossyPort lossy_alice(alice->udp()), lossy_bob(bob->udp());
  alice->stack().Use(Transport::kUdp, lossy_alice);
  bob->stack().Use(Transport::kUdp, lossy_bob);
  for (int i = 0; i < 10; ++i) {
    alice->stack().SendRequest(ToBob(Transport::kUdp), Request("MESSAGE", fmt::format("l{}", i)), client);
  }
  EXPECT_TRUE(RunUntil([&] { return client.statuses.size() + client.failures.size() == 10; }));
  EXPECT_EQ(client.statuses.size(), 10U);
  EXPECT_EQ(server.requests.size(), 10U);
  EXPECT_GT(alice->stack().counters().retransmissions_out, 0U);
}

TEST_F(BoundStackTest, TellsWhenNobodyListensOnTcp) {
  const Endpoint nobody = bob->local();
  bob.reset();
  alice->stack().SendRequest({{.transport = Transport::kTcp, .remote = nobody}}, Request("OPTIONS"), client);
  EXPECT_TRUE(RunUntil([&] { return !client.failures.empty(); }));
  EXPECT_EQ(client.failures, std::vector{TransactionFailure::kTransport});
  EXPECT_EQ(alice->tcp()->counters().open, 0U);
}

// RFC 5626 §4.4.1.
TEST_F(BoundStackTest, AnswersAPingAndClosesOnGarbage) {
  tcp::socket socket(io);
  socket.connect({bob->local().address, bob->local().port});
  boost::asio::write(socket, boost::asio::buffer(std::string("\r\n\r\n")));
  std::string got;
  bool closed = false;
  boost::asio::async_read_until(socket, boost::asio::dynamic_buffer(got), "\r\n", [](auto, auto) {});
  EXPECT_TRUE(RunUntil([&] { return got == "\r\n"; }));
  boost::asio::write(socket, boost::asio::buffer(std::string("GET / HTTP/1.1\r\n\r\n")));
  char byte = 0;
  socket.async_read_some(boost::asio::buffer(&byte, 1), [&](auto error, auto) { closed = bool(error); });
  EXPECT_TRUE(RunUntil([&] { return closed; }));
  EXPECT_EQ(bob->tcp()->counters().bad_framing, 1U);
}

TEST_F(BoundStackTest, ClosesSilentConnectionsAndKeepsToItsLimits) {
  bob = OpenStack({.budget = std::make_shared<ConnectionBudget>(ConnectionBudget::Limits{.per_source = 2}),
                   .idle_timeout = 200ms,
                   .message_timeout = 200ms});
  std::vector<tcp::socket> sockets;
  for (int i = 0; i < 3; ++i) {
    sockets.emplace_back(io);
    sockets.back().connect({bob->local().address, bob->local().port});
  }
  EXPECT_TRUE(RunUntil([&] { return bob->tcp()->counters().refused == 1; }));
  EXPECT_EQ(bob->tcp()->counters().open, 2U);
  EXPECT_TRUE(RunUntil([&] { return bob->tcp()->counters().open == 0; }));
  EXPECT_EQ(bob->tcp()->counters().idle_timeouts, 2U);
}
}  // namespace
}  // namespace vss::sip
