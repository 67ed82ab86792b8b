#include "sip/registrar/registrar.hpp"

#include "sip/registrar/flow_text.hpp"
#include "sip/registrar/testing/phone.hpp"

namespace vss::test {
namespace {
using namespace std::chrono_literals;
using sip::Binding;
using sip::UnboundReason;

class RegistrarWorld : public testing::Test, public sip::RegistrarListener {
 protected:
  RegistrarWorld()
      : authenticator({.realm = "vss.internal"}, std::string(32, 'k'), [this] { return stack.now(); }) {
    for (const char* user : {"6001", "6002"}) {
      authenticator.Put(user, sip::digest::MakeHa1(user, "vss.internal", "secret"));
    }
    Make({});
  }
  void Make(sip::Registrar::Settings settings) {
    registrar.emplace(stack, authenticator, clock, random, *this, std::move(settings));
  }
  void OnBound(const Binding& binding) override { notes.push_back("bound " + binding.contact); }
  void OnUnbound(const Binding& binding, UnboundReason reason, std::size_t left) override {
    notes.push_back("unbound " + binding.contact + " " + std::string(sip::ToString(reason)) + " " +
                    std::to_string(left));
  }
  void OnReachability(const Binding& binding, sip::Reachability now) override {
    notes.push_back((now == sip::Reachability::kReachable ? "reachable " : "unreachable ") + binding.contact);
  }
  /// A phone behind NAT, bound.
  Phone RegisterBehindNat() {
    Phone phone{.flow = FlowFrom("198.51.100.7", 40'123), .contact = "<sip:6001@192.168.1.5:5060>"};
    Register(phone);
    notes.clear();
    return phone;
  }
  /// The next keep-alives, all of which time out after 32 s.
  void LetPingsTimeOut(int count) {
    for (int i = 0; i < count; ++i) {
      Advance(30s);
      stack.Fail(stack.Last(sip::Method::kOptions), sip::TransactionFailure::kTimeout);
    }
  }
  void Advance(std::chrono::milliseconds by) {
    clock.Advance(by);
    stack.Advance(by);
  }
  int Send(Phone& phone) {
    const sip::StoredMessage request = phone.Register();
    registrar->OnRegister(sip::ServerId{++id}, *request, phone.flow);
    phone.TakeChallenge(Last());
    return Last().status;
  }
  /// Through the challenge to the answer.
  int Register(Phone& phone) {
    const int status = Send(phone);
    return status == 401 ? Send(phone) : status;
  }
  const sip::Message& Last() { return *stack.responses.back().message; }
  std::string Contacts() { return std::string(Last().Find(sip::HeaderId::kContact)); }

  FakeStack stack;
  FakeClock clock;
  CountingRandom random;
  std::vector<std::string> notes;
  sip::Authenticator authenticator;
  std::optional<sip::Registrar> registrar;
  std::uint64_t id = 0;
};

// RFC 3261 §10.3
TEST_F(RegistrarWorld, BindsAContactAfterTheChallenge) {
  Phone phone;
  EXPECT_EQ(Send(phone), 401);
  EXPECT_TRUE(notes.empty());
  EXPECT_EQ(Send(phone), 200);
  EXPECT_EQ(Contacts(), "<sip:6001@198.51.100.7:5060>;expires=300");
  EXPECT_EQ(notes, Notes{"bound sip:6001@198.51.100.7:5060"});
  const auto place = registrar->Find("6001");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->request_uri, "sip:6001@198.51.100.7:5060");
  EXPECT_EQ(place->target.flow, phone.flow);
  EXPECT_FALSE(place->behind_nat);
  EXPECT_FALSE(registrar->Find("6002"));
}

TEST_F(RegistrarWorld, RefusesAWrongPassword) {
  Phone phone{.password = "guess"};
  EXPECT_EQ(Register(phone), 403);
  EXPECT_EQ(registrar->bindings(), 0u);
}

// §10.3 step 7, §20.19, §10.2.8
TEST_F(RegistrarWorld, ChoosesTheExpiry) {
  const struct {
    std::string contact, extra, granted;
    int status;
  } cases[] = {
      {"<sip:a@198.51.100.7>", "", ";expires=300", 200},
      {"<sip:a@198.51.100.7>", "Expires: 600\r\n", ";expires=600", 200},
      {"<sip:a@198.51.100.7>;expires=120", "Expires: 600\r\n", ";expires=120", 200},
      {"<sip:a@198.51.100.7>", "Expires: 99999\r\n", ";expires=3600", 200},
      {"<sip:a@198.51.100.7>", "Expires: 4294967296999\r\n", ";expires=300", 200},
      {"<sip:a@198.51.100.7>;expires=59", "", "", 423},
      {"<sip:a@198.51.100.7>;expires=1", "", "", 423},
  };
  Phone phone;
  for (const auto& [contact, extra, granted, status] : cases) {
    phone.contact = contact;
    phone.extra = extra;
    EXPECT_EQ(Register(phone), status) << contact << extra;
    if (status == 200) {
      EXPECT_TRUE(Contacts().ends_with(granted)) << Contacts();
    } else {
      EXPECT_EQ(Last().Find(sip::HeaderId::kMinExpires), "60");
    }
  }
}

TEST_F(RegistrarWorld, ExpiresWhatIsNotRefreshed) {
  Phone phone;
  Register(phone);
  Advance(200s);
  EXPECT_EQ(Register(phone), 200);
  Advance(299s);
  EXPECT_EQ(registrar->bindings(), 1u);
  Advance(1s);
  EXPECT_EQ(registrar->bindings(), 0u);
  EXPECT_EQ(notes.back(), "unbound sip:6001@198.51.100.7:5060 expired 0");
  EXPECT_FALSE(registrar->Find("6001"));
  EXPECT_EQ(stack.timers(), 0u);
}

// §10.2.2, §10.3 step 6
TEST_F(RegistrarWorld, RemovesByExpiresZeroAndByStar) {
  Phone phone;
  Register(phone);
  phone.contact = "<sip:6001@198.51.100.7:5060>;expires=0";
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(Contacts(), "");
  EXPECT_EQ(notes.back(), "unbound sip:6001@198.51.100.7:5060 unregistered 0");
  phone.contact = "<sip:6001@198.51.100.7:5060>";
  Register(phone);
  phone.contact = "*";
  EXPECT_EQ(Register(phone), 400);
  phone.extra = "Expires: 0\r\n";
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(registrar->bindings(), 0u);
  phone.contact = "*, <sip:6001@198.51.100.7:5060>";
  EXPECT_EQ(Register(phone), 400);
}

// §10.2.3
TEST_F(RegistrarWorld, AnswersAQuery) {
  Phone phone;
  Register(phone);
  Advance(100s);
  phone.contact.clear();
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(Contacts(), "<sip:6001@198.51.100.7:5060>;expires=200");
  EXPECT_EQ(notes.size(), 1u);
}

// §10.3 step 7
TEST_F(RegistrarWorld, RefusesARegisterThatComesLate) {
  Phone phone;
  phone.cseq = 10;
  Register(phone);
  phone.cseq = 5;
  phone.contact = "<sip:6001@198.51.100.7:5060>;expires=0";
  EXPECT_EQ(Register(phone), 500);
  EXPECT_EQ(registrar->bindings(), 1u);
  phone.call_id = "after-reboot";
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(registrar->bindings(), 0u);
}

TEST_F(RegistrarWorld, ReplacesTheContactOfASlot) {
  Phone first, second;
  Register(first);
  second.call_id = "reg-2";
  second.contact = "<sip:6001@203.0.113.9:5070>";
  second.flow = FlowFrom("203.0.113.9", 5070);
  EXPECT_EQ(Register(second), 200);
  EXPECT_EQ(Contacts(), "<sip:6001@203.0.113.9:5070>;expires=300");
  EXPECT_EQ(notes, (Notes{"bound sip:6001@198.51.100.7:5060", "bound sip:6001@203.0.113.9:5070",
                          "unbound sip:6001@198.51.100.7:5060 replaced 1"}));
  EXPECT_EQ(registrar->bindings(), 1u);
}

TEST_F(RegistrarWorld, KeepsSeveralContactsWhenThePolicySays) {
  Make({.max_contacts = 2});
  Phone phone;
  for (const char* contact : {"<sip:a@198.51.100.7>", "<sip:b@198.51.100.7>", "<sip:c@198.51.100.7>"}) {
    phone.contact = contact;
    EXPECT_EQ(Register(phone), 200);
  }
  EXPECT_EQ(registrar->bindings(), 2u);
  EXPECT_EQ(registrar->Find("6001")->request_uri, "sip:c@198.51.100.7");
}

TEST_F(RegistrarWorld, RefusesContactsThatAreNone) {
  Phone phone;
  for (const std::string& contact :
       {std::string("<tel:+79991234567>"), std::string("<http://x>"), std::string("<sip:>"),
        "<sip:" + std::string(600, 'a') + "@198.51.100.7>"}) {
    phone.contact = contact;
    EXPECT_EQ(Register(phone), 400) << contact;
  }
  phone.contact = "<sip:c0@h>";
  for (int i = 1; i < 20; ++i) phone.contact += ", <sip:c" + std::to_string(i) + "@h>";
  EXPECT_EQ(Register(phone), 400);
  EXPECT_EQ(registrar->bindings(), 0u);
}

// All or nothing (§10.3 step 7): one bad contact leaves all as it was.
TEST_F(RegistrarWorld, ChangesAllOrNothing) {
  Make({.max_contacts = 3});
  Phone phone;
  phone.contact = "<sip:a@198.51.100.7>, <sip:b@198.51.100.7>;expires=5";
  EXPECT_EQ(Register(phone), 423);
  EXPECT_EQ(registrar->bindings(), 0u);
}

// RFC 3581, RFC 5626: calls go where the REGISTER came from, and the way stays open.
TEST_F(RegistrarWorld, PingsAContactBehindNat) {
  Phone phone;
  phone.contact = "<sip:6001@192.168.1.5:5060>";
  phone.flow = FlowFrom("198.51.100.7", 40'123);
  Register(phone);
  EXPECT_TRUE(registrar->Find("6001")->behind_nat);
  EXPECT_EQ(registrar->Find("6001")->target.flow.remote, phone.flow.remote);
  Advance(30s);
  ASSERT_EQ(stack.Count(sip::Method::kOptions), 1u);
  const auto& ping = stack.Last(sip::Method::kOptions);
  EXPECT_EQ(ping.target.flow, phone.flow);
  EXPECT_EQ(ping.message->request_uri_text, "sip:6001@192.168.1.5:5060");
  for (int i = 0; i < 8; ++i) {
    stack.Answer(stack.Last(sip::Method::kOptions), 200, {});
    Advance(30s);
  }
  EXPECT_EQ(stack.Count(sip::Method::kOptions), 9u);
  Advance(300s);
  EXPECT_EQ(stack.Count(sip::Method::kOptions), 9u) << "one at a time, and none when it expired";
  EXPECT_EQ(notes.size(), 2u) << "bound and expired";
}

// RFC 3261 §11.2: whatever the answer says, somebody gave it.
TEST_F(RegistrarWorld, TakesAnyAnswerForALifeSign) {
  RegisterBehindNat();
  for (const int status : {200, 404, 481, 486, 405, 501, 503}) {
    Advance(30s);
    stack.Answer(stack.Last(sip::Method::kOptions), status, {});
  }
  EXPECT_TRUE(notes.empty());
  EXPECT_EQ(registrar->unreachable(), 0u);
}

// §8.1.3.1: a time-out counts as 408. Three in a row, and the phone is not there; it stays bound until it
// expires.
TEST_F(RegistrarWorld, TellsThatAPhoneStoppedAnsweringAndThatItIsBack) {
  RegisterBehindNat();
  LetPingsTimeOut(2);
  EXPECT_TRUE(notes.empty());
  Advance(30s);
  stack.Answer(stack.Last(sip::Method::kOptions), 200, {});
  LetPingsTimeOut(2);
  EXPECT_TRUE(notes.empty()) << "only in a row";
  LetPingsTimeOut(1);
  EXPECT_EQ(notes, Notes{"unreachable sip:6001@192.168.1.5:5060"});
  EXPECT_EQ(registrar->unreachable(), 1u);
  EXPECT_TRUE(registrar->Find("6001"));
  LetPingsTimeOut(1);
  EXPECT_EQ(notes.size(), 1u) << "told once";
  Advance(30s);
  stack.Answer(stack.Last(sip::Method::kOptions), 486, {});
  EXPECT_EQ(notes.back(), "reachable sip:6001@192.168.1.5:5060");
  EXPECT_EQ(registrar->unreachable(), 0u);
}

TEST_F(RegistrarWorld, TakesARegisterForALifeSign) {
  Phone phone = RegisterBehindNat();
  LetPingsTimeOut(3);
  EXPECT_EQ(registrar->unreachable(), 1u);
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(notes.back(), "bound sip:6001@192.168.1.5:5060");
  EXPECT_EQ(registrar->unreachable(), 0u);
  LetPingsTimeOut(2);
  EXPECT_EQ(registrar->unreachable(), 0u) << "counted from anew";
  registrar->Unbind("6001");
  EXPECT_EQ(registrar->bindings(), 0u);
}

// RFC 3261 §25.1: what is stored holds no byte that a database, a log or a page would choke on.
TEST_F(RegistrarWorld, StoresNothingButText) {
  Phone phone;
  phone.extra = "User-Agent: Ph\xFFone\x1B[31m \"x\\\x01\"\r\n";
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(registrar->BindingsOf("6001").front().user_agent, "Ph\uFFFDone[31m \"x\\\"");
  phone.contact = "<sip:60\xC3\xA4@198.51.100.7:5060>";
  EXPECT_EQ(Register(phone), 400);
  phone.contact = "<sip:6001@198.51.100.7:5060>";
  phone.call_id = "reg\x02-1";
  EXPECT_EQ(Register(phone), 400);
}

TEST_F(RegistrarWorld, DoesNotPingAContactThatIsReachedDirectly) {
  Phone phone;
  Register(phone);
  Advance(200s);
  EXPECT_EQ(stack.requests.size(), 0u);
}

TEST_F(RegistrarWorld, DropsWhatWasRegisteredOverAConnectionThatCloses) {
  Phone phone;
  phone.flow.transport = sip::Transport::kTcp;
  phone.flow.connection = 7;
  Register(phone);
  sip::Flow other = phone.flow;
  other.connection = 8;
  registrar->OnFlowClosed(other);
  EXPECT_EQ(registrar->bindings(), 1u);
  registrar->OnFlowClosed(phone.flow);
  EXPECT_EQ(notes.back(), "unbound sip:6001@198.51.100.7:5060 connection closed 0");
  EXPECT_EQ(stack.timers(), 0u);
}

TEST_F(RegistrarWorld, FollowsARefreshOverANewConnection) {
  Phone phone;
  phone.flow.transport = sip::Transport::kTcp;
  phone.flow.connection = 7;
  Register(phone);
  const sip::Flow old = phone.flow;
  phone.flow.connection = 8;
  Register(phone);
  registrar->OnFlowClosed(old);
  EXPECT_EQ(registrar->bindings(), 1u);
  EXPECT_EQ(registrar->Find("6001")->target.flow.connection, 8u);
}

TEST_F(RegistrarWorld, RestoresWhatIsStillGood) {
  const Instant now = clock.Now();
  Binding good{.user = "6001",
               .contact = "sip:6001@198.51.100.7",
               .flow = FlowFrom("198.51.100.7"),
               .call_id = "reg-1",
               .cseq = 40,
               .registered_at = now - 1h,
               .expires_at = now + 100s};
  Binding late = good, stranger = good, broken = good;
  late.user = "6002";
  late.expires_at = now;
  stranger.user = "9999";
  broken.user = "6002";
  broken.flow.transport = sip::Transport::kTcp;
  registrar->Restore({good, late, stranger, broken});
  EXPECT_EQ(notes, Notes{"bound sip:6001@198.51.100.7"});
  EXPECT_EQ(registrar->BindingsOf("6001").at(0).registered_at, now - 1h);
  Advance(99s);
  EXPECT_EQ(registrar->bindings(), 1u);
  Advance(1s);
  EXPECT_EQ(registrar->bindings(), 0u);
}

// A refresh tells the new expiry and keeps the time since when.
TEST_F(RegistrarWorld, KeepsTheTimeOfTheFirstRegistration) {
  Phone phone;
  Register(phone);
  const Instant first = clock.Now();
  Advance(100s);
  Register(phone);
  const Binding binding = registrar->BindingsOf("6001").at(0);
  EXPECT_EQ(binding.registered_at, first);
  EXPECT_EQ(binding.expires_at, clock.Now() + 300s);
}

// Brute force from elsewhere does not touch the phone that is registered.
TEST_F(RegistrarWorld, RefreshesWhileTheAccountIsLocked) {
  Phone phone, attacker{.password = "guess"};
  Register(phone);
  attacker.flow = FlowFrom("203.0.113.66");
  for (int i = 0; i < 20; ++i) {
    attacker.challenge.reset();
    EXPECT_EQ(Register(attacker), 403);
  }
  attacker.password = "secret";
  attacker.challenge.reset();
  EXPECT_EQ(Register(attacker), 403);
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(registrar->Find("6001")->target.flow, phone.flow);
}

TEST_F(RegistrarWorld, UnbindsWithTheAccount) {
  Phone phone;
  Register(phone);
  authenticator.Remove("6001");
  registrar->Unbind("6001");
  EXPECT_EQ(notes.back(), "unbound sip:6001@198.51.100.7:5060 removed 0");
  EXPECT_EQ(Register(phone), 403);
}

// §8.2.2.3: outbound and path are not supported.
TEST_F(RegistrarWorld, RefusesRequiredExtensions) {
  Phone phone{.extra = "Require: outbound, path\r\n"};
  EXPECT_EQ(Register(phone), 420);
  EXPECT_EQ(Last().Find(sip::HeaderId::kUnsupported), "outbound, path");
}

// §19.1.4: an escaped user is the same user.
TEST_F(RegistrarWorld, ComparesUsersUnescaped) {
  Phone phone{.user = "%36001", .username = "6001"};
  EXPECT_EQ(Register(phone), 200);
  EXPECT_TRUE(registrar->Find("6001"));
}

TEST(FlowText, GoesBothWays) {
  sip::Flow flow = FlowFrom("2001:db8::1", 5062);
  flow.transport = sip::Transport::kTls;
  EXPECT_EQ(sip::FormatFlow(flow), "tls:[2001:db8::1]:5062");
  EXPECT_EQ(sip::ParseFlow("tls:[2001:db8::1]:5062"), flow);
  EXPECT_EQ(sip::ParseFlow("udp:192.0.2.7:5060"), FlowFrom("192.0.2.7"));
  for (const char* bad : {"", "udp", "udp:192.0.2.7", "udp:host:5060", "sctp:192.0.2.7:1", "udp:192.0.2.7:0",
                          "udp:192.0.2.7:65536"}) {
    EXPECT_FALSE(sip::ParseFlow(bad)) << bad;
  }
}
}  // namespace
}  // namespace vss::test
