#include "sip/edge/edge_stack.hpp"

#include <gtest/gtest.h>

#include "sip/shard/shard.hpp"
#include "sip/transaction/testing/recording_users.hpp"

// Two shards on one port. Here their loops run in turn on the test's thread; ShardTest runs the real threads.
namespace vss::sip {
namespace {
using namespace std::chrono_literals;

struct EdgeStackTest : ::testing::Test {
  Shard shards[2]{Shard(0), Shard(1)};
  SystemClock clock;
  SystemRandom random;
  ShardSwitch between{{&shards[0].loop(), &shards[1].loop()}, random};
  test::RecordingServer servers[2];
  std::unique_ptr<EdgeStack> edges[2];
  test::RecordingClient client;
  test::RecordingServer phone_server;
  std::unique_ptr<BoundStack> phone;

  EdgeStackTest() {
    // Both want one port, and another test may be faster with it.
    for (int left = 8; !OpenEdges(RandomPort());)
      if (--left == 0) throw std::runtime_error("no port is free");
    const Endpoint& local = edges[0]->local();
    BoundStack::Settings settings;
    settings.local = {local.address, 0};
    settings.udp.buffer_bytes = 64 << 10;
    settings.tcp = BoundStack::Settings::Tcp::kSamePort;
    phone = *BoundStack::Open(shards[0].loop().context(), clock, random, settings);
    phone->stack().Serve(phone_server);
  }
  std::uint16_t RandomPort() { return static_cast<std::uint16_t>(20'000 + RandomNumber(random) % 10'000); }
  bool OpenEdges(std::uint16_t port) {
    const Endpoint local{boost::asio::ip::make_address("127.0.0.1"), port};
    for (std::uint16_t i = 0; i < 2; ++i) {
      EdgeStack::Settings settings;
      settings.bound.stack = {.shard = i, .sent_by = local.str()};
      settings.bound.local = local;
      settings.bound.udp.buffer_bytes = 64 << 10;
      settings.bound.tcp = BoundStack::Settings::Tcp::kSamePort;
      auto opened = EdgeStack::Open(shards[i].loop().context(), clock, random, between, settings);
      if (!opened) {
        edges[0].reset();
        return false;
      }
      edges[i] = std::move(*opened);
      edges[i]->stack().Serve(servers[i]);
      servers[i].answer = [this, i](ServerId id, const Message& request) {
        edges[i]->stack().Respond(id, ResponseTo(request, 200, MakeTag(i, random)).Finish());
      };
    }
    return true;
  }
  bool RunUntil(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (!done() && std::chrono::steady_clock::now() < deadline) {
      for (Shard& shard : shards) {
        shard.loop().context().restart();
        shard.loop().context().run_for(1ms);
      }
    }
    return done();
  }
  static std::string From(std::string_view user, int number, std::string_view method = "OPTIONS",
                          std::string_view to_tag = "") {
    return fmt::format(
        "{0} sip:x@example.org SIP/2.0\r\nFrom: <sip:{1}@example.org>;tag=a\r\nTo: "
        "<sip:{1}@example.org>{3}\r\n"
        "Call-ID: {1}-{2}\r\nCSeq: {2} {0}\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
        method, user, number, to_tag);
  }
  void Send(Transport transport, std::string request) {
    phone->stack().SendRequest({{.transport = transport, .remote = edges[0]->local()}}, std::move(request),
                               client);
  }
};

TEST_F(EdgeStackTest, GathersEachLineOnItsShardWhicheverSocketTookTheMessage) {
  for (const Transport transport : {Transport::kUdp, Transport::kTcp}) {
    for (int i = 0; i < 20; ++i) {
      Send(transport,
           From(fmt::format("line{}", i), static_cast<int>(transport) + 1, i % 2 ? "OPTIONS" : "REGISTER"));
    }
  }
  ASSERT_TRUE(RunUntil([&] { return client.statuses.size() == 40; })) << client.statuses.size();
  EXPECT_TRUE(client.failures.empty());
  for (std::uint16_t i = 0; i < 2; ++i) {
    EXPECT_FALSE(servers[i].requests.empty());
    for (const std::string& bytes : servers[i].requests) {
      Message request;
      ASSERT_TRUE(Parse(bytes, request));
      EXPECT_EQ(between.ShardOfUser(request.from.uri.user), i);
    }
  }
  EXPECT_GT(between.counters().handed_over, 0U);
  EXPECT_EQ(between.counters().dropped, 0U);
}

TEST_F(EdgeStackTest, FindsTheDialogsShardByOurTag) {
  for (std::uint16_t shard = 0; shard < 2; ++shard) {
    const std::string tag = ";tag=" + MakeTag(shard, random);
    const std::size_t before = servers[shard].requests.size();
    for (int i = 0; i < 4; ++i) Send(Transport::kUdp, From(fmt::format("d{}", i), 5 + shard, "INFO", tag));
    ASSERT_TRUE(RunUntil([&] { return servers[shard].requests.size() == before + 4; }));
  }
}

TEST_F(EdgeStackTest, GetsItsResponsesBackFromTheOtherShardsSocket) {
  phone_server.answer = [&](ServerId id, const Message& request) {
    phone->stack().Respond(id, ResponseTo(request, 200, "p").Finish());
  };
  for (int i = 0; i < 10; ++i) {
    edges[1]->stack().SendRequest({{.remote = phone->local()}}, From("edge", i + 1), client);
  }
  EXPECT_TRUE(RunUntil([&] { return client.statuses.size() == 10; }));
}

TEST_F(EdgeStackTest, SendsOverTheOtherShardsConnectionAndHearsWhenItIsGone) {
  Flow seen;
  bool got = false;
  struct FlowNoter : test::RecordingServer {
    Flow* flow = nullptr;
    bool* got = nullptr;
    int closed = 0;
    void OnRequest(ServerId, const Message&, const Flow& f) override { *flow = f, *got = true; }
    void OnFlowClosed(const Flow&) override { ++closed; }
  } noters[2];
  for (int i = 0; i < 2; ++i) {
    noters[i].flow = &seen;
    noters[i].got = &got;
    edges[i]->stack().Serve(noters[i]);
  }
  Send(Transport::kTcp, From("line", 1));
  ASSERT_TRUE(RunUntil([&] { return got; }));
  EdgeStack& other = *edges[1 - seen.shard];
  phone_server.answer = [&](ServerId id, const Message& request) {
    phone->stack().Respond(id, ResponseTo(request, 200, "p").Finish());
  };
  test::RecordingClient caller;
  other.stack().SendRequest({seen}, From("edge", 1), caller);
  ASSERT_TRUE(RunUntil([&] { return caller.statuses == std::vector{200}; }));
  phone->tcp()->Close();
  ASSERT_TRUE(RunUntil([&] { return noters[0].closed == 1 && noters[1].closed == 1; }));
  other.stack().SendRequest({seen}, From("edge", 2), caller);
  ASSERT_TRUE(RunUntil([&] { return !caller.failures.empty(); }));
}

TEST(ShardTest, RunsWorkOnItsOwnThreadAndStopsInTwoStages) {
  Shard shard(3);
  shard.Start();
  std::thread::id where;
  shard.Call([&] { where = std::this_thread::get_id(); });
  EXPECT_NE(where, std::this_thread::get_id());
  bool released = false;
  shard.Stop([&] { released = where == std::this_thread::get_id(); });
  EXPECT_TRUE(released);
}

TEST(ShardTest, GivesExceptionsOfACallToTheCaller) {
  Shard shard(0);
  shard.Start();
  EXPECT_THROW(shard.Call([] { throw std::runtime_error("no"); }), std::runtime_error);
}

TEST(ShardSwitchTest, DropsAndCountsWhatAFullLaneCannotTake) {
  struct Sink : TransportReceiver {
    void OnBytes(const Flow&, std::string_view) override { ++messages; }
    void OnFlowClosed(const Flow&) override { ++closed; }
    std::size_t messages = 0, closed = 0;
  } sink;
  SystemRandom random;
  Loop loops[2];
  ShardSwitch between({&loops[0], &loops[1]}, random);
  between.Attach(1, &sink, nullptr);
  for (std::size_t i = 0; i < ShardSwitch::kMaxQueued + 10; ++i) between.HandOver(1, {}, "x");
  between.TellClosed(0, {});
  EXPECT_EQ(between.counters().dropped, 10U);
  loops[1].context().poll();
  EXPECT_EQ(sink.messages, ShardSwitch::kMaxQueued);
  EXPECT_EQ(sink.closed, 1U) << "a closed connection is told also over a full lane";
}

// Real threads: two shards hand messages to each other while a third party counts.
TEST(ShardSwitchTest, CarriesMessagesBetweenThreads) {
  struct Sink : TransportReceiver {
    void OnBytes(const Flow&, std::string_view bytes) override {
      wrong_thread += std::this_thread::get_id() != thread;
      received += bytes == "hello";
    }
    void OnFlowClosed(const Flow&) override {}
    std::thread::id thread;
    int received = 0, wrong_thread = 0;
  } sinks[2];
  SystemRandom random;
  Shard shards[2]{Shard(0), Shard(1)};
  ShardSwitch between({&shards[0].loop(), &shards[1].loop()}, random);
  for (std::uint16_t i = 0; i < 2; ++i) {
    shards[i].Start();
    shards[i].Call([&] {
      sinks[i].thread = std::this_thread::get_id();
      between.Attach(i, &sinks[i], nullptr);
    });
  }
  for (std::uint16_t i = 0; i < 2; ++i) {
    shards[i].Post([&between, i] {
      for (int n = 0; n < 1'000; ++n) between.HandOver(static_cast<std::uint16_t>(1 - i), {}, "hello");
    });
  }
  for (Shard& shard : shards) shard.Call([] {});  // both have sent
  for (std::uint16_t i = 0; i < 2; ++i) shards[i].Call([&] { EXPECT_EQ(sinks[i].received, 1'000); });
  for (Shard& shard : shards) shard.Stop([] {});
  EXPECT_EQ(sinks[0].wrong_thread + sinks[1].wrong_thread, 0);
}
}  // namespace
}  // namespace vss::sip
