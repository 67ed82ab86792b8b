#include <gtest/gtest.h>
#include <malloc.h>

#include "sip/transaction/testing/recording_users.hpp"
#include "sip/transaction/transaction_stack.hpp"
#include "sip/transport/testing/memory_network.hpp"

extern "C" __attribute__((weak)) std::size_t __sanitizer_get_current_allocated_bytes();

// What a transaction costs while it lingers for 32 s: at 1,000 registrations a second that is 32,000 of them.
namespace vss::sip {
namespace {
constexpr std::size_t kCount = 20'000;

std::size_t AllocatedBytes() {
  return __sanitizer_get_current_allocated_bytes != nullptr ? __sanitizer_get_current_allocated_bytes()
                                                            : mallinfo2().uordblks;
}

struct Swallow : TransportPort {
  SendResult Send(const Flow&, std::string) override { return SendResult::kSent; }
  void Close() override {}
};

struct TransactionMemory : ::testing::Test {
  boost::asio::io_context io{1};
  FakeClock clock;
  SystemRandom random;
  Swallow port;
  TransactionStack stack{io, clock, random, {.sent_by = "192.0.2.2:5060"}};
  Flow peer{.remote = {boost::asio::ip::make_address("192.0.2.1"), 5060}};
  TransactionMemory() { stack.Use(Transport::kUdp, port); }
};

TEST_F(TransactionMemory, LingeringServerTransactionCostsLittleMoreThanItsResponse) {
  struct Registrar : ServerUser {
    TransactionStack* stack = nullptr;
    std::size_t response_bytes = 0;
    void OnRequest(ServerId id, const Message& request, const Flow&) override {
      auto response = ResponseTo(request, 200, "v00-0123456789abcdef").Add("Expires", 300).Finish();
      response_bytes = response.size();
      stack->Respond(id, std::move(response));
    }
    void OnAck(const Message&, const Flow&) override {}
    void OnCancel(ServerId, const Message&) override {}
    void OnResponseFailed(ServerId, TransactionFailure) override {}
    void OnStrayResponse(const Message&, const Flow&) override {}
  } registrar;
  registrar.stack = &stack;
  stack.Serve(registrar);
  const std::size_t before = AllocatedBytes();
  for (std::size_t i = 0; i < kCount; ++i) {
    stack.OnBytes(peer,
                  fmt::format("REGISTER sip:example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;rport;"
                              "branch=z9hG4bK-524287-1---{:08x}\r\nMax-Forwards: 70\r\n"
                              "From: <sip:1001@example.org>;tag=a{}\r\nTo: <sip:1001@example.org>\r\n"
                              "Call-ID: 0123456789abcdef@192.0.2.1-{}\r\nCSeq: 1 REGISTER\r\n\r\n",
                              i, i, i));
  }
  ASSERT_EQ(stack.counters().server_transactions, kCount);
  const std::size_t each = (AllocatedBytes() - before) / kCount;
  RecordProperty("bytes_each", static_cast<int>(each));
  RecordProperty("response_bytes", static_cast<int>(registrar.response_bytes));
  EXPECT_LT(each, 512 + registrar.response_bytes);
}

TEST_F(TransactionMemory, AnsweredInviteLingersInLessThan512Bytes) {
  test::RecordingClient client;
  client.statuses.reserve(kCount);
  struct Copy : TransportPort {
    std::string last;
    SendResult Send(const Flow&, std::string bytes) override {
      last = std::move(bytes);
      return SendResult::kSent;
    }
    void Close() override {}
  } copy;
  stack.Use(Transport::kUdp, copy);
  const std::size_t before = AllocatedBytes();
  for (std::size_t i = 0; i < kCount; ++i) {
    stack.SendRequest({peer}, test::Request("INVITE", fmt::format("call-{}", i)), client);
    Message sent;
    ASSERT_TRUE(Parse(copy.last, sent));
    stack.OnBytes(peer, ResponseTo(sent, 200, "b").Finish());
  }
  ASSERT_EQ(client.statuses.size(), kCount);
  ASSERT_EQ(stack.counters().client_transactions, kCount);
  const std::size_t each = (AllocatedBytes() - before) / kCount;
  RecordProperty("bytes_each", static_cast<int>(each));
  EXPECT_LT(each, 512U);
}
}  // namespace
}  // namespace vss::sip
