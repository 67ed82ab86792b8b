#include "adapters/pbx_embedded/provider_link.hpp"

#include "sip/dialog/testing/session_world.hpp"

namespace vss::pbx_embedded {
namespace {
using namespace std::chrono_literals;
using sip::Method;
using sip::Reachability;
using test::FlowFrom;

struct ProviderLinkTest : ::testing::Test {
  test::FakeStack stack;
  test::CountingRandom random;
  Provider provider{.host = "sip.provider.example", .user = "7812", .password = Secret("secret")};
  std::optional<ProviderLink> link;

  void Open() {
    link.emplace(ProviderLink::World{.stack = stack,
                                     .random = random,
                                     .provider = provider,
                                     .local_address = [](const sip::Endpoint&) { return "192.0.2.1"; },
                                     .port = 5062,
                                     .make_tag = [] { return "t"; }});
    link->MoveTo(FlowFrom("203.0.113.5").remote);
    stack.Advance(0ms);
  }
  void LetPingsTimeOut(int count) {
    for (int i = 0; i < count; ++i) {
      stack.Fail(stack.Last(Method::kOptions), sip::TransactionFailure::kTimeout);
      stack.Advance(0ms);
    }
  }
};

// RFC 3261 §11
TEST_F(ProviderLinkTest, AsksWhetherTheProviderIsThere) {
  Open();
  const auto& ping = stack.Last(Method::kOptions);
  EXPECT_EQ(ping.target.flow.remote, FlowFrom("203.0.113.5").remote);
  EXPECT_EQ(ping.message->request_uri_text, "sip:sip.provider.example");
  EXPECT_EQ(link->state().reachability, Reachability::kUnknown);
  stack.Answer(ping, 405, {});
  EXPECT_EQ(link->state().reachability, Reachability::kReachable);
  stack.Advance(30s);
  LetPingsTimeOut(2);
  EXPECT_EQ(link->state().reachability, Reachability::kReachable);
  LetPingsTimeOut(1);
  EXPECT_EQ(link->state().reachability, Reachability::kUnreachable);
  stack.Answer(stack.Last(Method::kOptions), 200, {});
  EXPECT_EQ(link->state().reachability, Reachability::kReachable);
  EXPECT_FALSE(link->state().registered) << "it was not asked to";
  EXPECT_EQ(stack.Count(Method::kRegister), 0u);
}

// Some providers drop OPTIONS of everybody; calls to them are still tried.
TEST_F(ProviderLinkTest, DoesNotTakeOneForDownThatNeverAnswered) {
  Open();
  LetPingsTimeOut(10);
  EXPECT_EQ(link->state().reachability, Reachability::kUnknown);
}

TEST_F(ProviderLinkTest, ForgetsWhatItKnewOfAnotherAddress) {
  Open();
  stack.Answer(stack.Last(Method::kOptions), 200, {});
  link->MoveTo(FlowFrom("203.0.113.5").remote);
  EXPECT_EQ(link->state().reachability, Reachability::kReachable) << "it is there already";
  link->MoveTo(FlowFrom("203.0.113.6").remote);
  stack.Advance(0ms);
  EXPECT_EQ(link->state().reachability, Reachability::kUnknown);
  EXPECT_EQ(stack.Last(Method::kOptions).target.flow.remote, FlowFrom("203.0.113.6").remote);
}

TEST_F(ProviderLinkTest, AsksNothingWhenItMayNot) {
  provider.ping = ProviderPing::kOff;
  Open();
  stack.Advance(60s);
  EXPECT_TRUE(stack.requests.empty());
}

// §10.2, §22.2
TEST_F(ProviderLinkTest, RegistersWithCredentialsWhenTheProviderWantsThat) {
  provider.registers = ProviderRegistration::kOn;
  provider.domain = "provider.example";
  Open();
  EXPECT_EQ(link->state().registered, false);
  const auto& first = stack.Last(Method::kRegister);
  EXPECT_EQ(first.message->request_uri_text, "sip:provider.example");
  EXPECT_EQ(first.message->to.uri_text, "sip:7812@provider.example");
  EXPECT_EQ(first.message->Find(sip::HeaderId::kContact), "<sip:7812@192.0.2.1:5062>");
  stack.Answer(first, 401,
               {.headers = {{"WWW-Authenticate", R"(Digest realm="carrier", nonce="n", algorithm=MD5)"}}});
  const auto& second = stack.Last(Method::kRegister);
  EXPECT_TRUE(second.message->Find(sip::HeaderId::kAuthorization).contains("username=\"7812\""));
  stack.Answer(second, 200, {.headers = {{"Contact", "<sip:7812@192.0.2.1:5062>;expires=120"}}});
  EXPECT_EQ(link->state().registered, true);
  stack.Advance(100s);
  EXPECT_EQ(stack.Count(Method::kRegister), 3u) << "refreshed before it runs out";
  stack.Answer(stack.Last(Method::kRegister), 503, {});
  EXPECT_EQ(link->state().registered, false);
}
}  // namespace
}  // namespace vss::pbx_embedded
