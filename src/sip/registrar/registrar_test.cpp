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
  void OnMoved(const Binding& before, const Binding& now) override {
    moves.push_back(before.contact + " " + sip::FormatFlow(before.flow) + " -> " + now.contact + " " +
                    sip::FormatFlow(now.flow));
  }
  void OnUnbound(const Binding& binding, UnboundReason reason, std::size_t left) override {
    notes.push_back("unbound " + binding.contact + " " + std::string(sip::ToString(reason)) + " " +
                    std::to_string(left));
  }
  void OnReachability(const Binding& binding, sip::Reachability now) override {
    notes.push_back((now == sip::Reachability::kReachable ? "reachable " : "unreachable ") + binding.contact);
  }
  void OnRefused(const std::string& user, const sip::Flow& flow) override {
    notes.push_back("refused " + user + " " + sip::FormatFlow(flow));
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
      Advance(28s);
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
  std::vector<std::string> notes, moves;
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
  EXPECT_EQ(notes, Notes{"refused 6001 udp:198.51.100.7:5060"});
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

// §10.3 step 7, §19.1.4: bindings are compared as URIs.
TEST_F(RegistrarWorld, KnowsAContactInAnotherSpelling) {
  const struct {
    std::string first, second;
  } cases[] = {{"sip:6001@Phone.Example:5070", "sip:6001@phone.example:5070"},
               {"sip:6001@198.51.100.7:5060;transport=UDP", "sip:6001@198.51.100.7:5060;transport=udp"},
               {"sip:6001@198.51.100.7:5060;ob;line=77", "sip:6001@198.51.100.7:5060;line=77;ob"},
               {"SIP:6001@198.51.100.7:5060", "sip:6001@198.51.100.7:5060"},
               {"sip:%36001@198.51.100.7:5060", "sip:6001@198.51.100.7:5060"}};
  Make({.max_contacts = 5});
  for (const auto& [first, second] : cases) {
    Phone phone;
    phone.contact = "<" + first + ">";
    EXPECT_EQ(Register(phone), 200);
    phone.contact = "<" + second + ">";
    EXPECT_EQ(Register(phone), 200);
    EXPECT_EQ(registrar->bindings(), 1u) << "a refresh of " << first;
    phone.contact = "<" + first + ">;expires=0";
    EXPECT_EQ(Register(phone), 200);
    EXPECT_EQ(registrar->bindings(), 0u) << first;
    EXPECT_EQ(Contacts(), "");
  }
}

TEST_F(RegistrarWorld, BindsAContactWithoutBrackets) {
  Phone phone;
  phone.contact = "sip:6001@198.51.100.7:5060;+sip.instance=\"<urn:uuid:f81d4fae>\";methods=\"INVITE,BYE\"";
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(registrar->Find("6001")->request_uri, "sip:6001@198.51.100.7:5060");
}

// §10.2.6: what one REGISTER names is bound together, and calls go to what it prefers.
TEST_F(RegistrarWorld, BindsAllContactsOfARegister) {
  Phone phone;
  phone.contact = "<sip:a@198.51.100.7>;q=0.9, <sip:b@198.51.100.7>;q=0.2, <sip:c@198.51.100.7>";
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(registrar->bindings(), 3u);
  EXPECT_EQ(registrar->Find("6001")->request_uri, "sip:c@198.51.100.7");
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(registrar->bindings(), 3u) << "a refresh of all";
  phone.contact = "<sip:c@198.51.100.7>;expires=0";
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(registrar->Find("6001")->request_uri, "sip:a@198.51.100.7");
  EXPECT_EQ(notes.back(), "unbound sip:c@198.51.100.7 unregistered 2");
  Phone another;
  another.call_id = "reg-2";
  EXPECT_EQ(Register(another), 200);
  EXPECT_EQ(registrar->bindings(), 1u) << "another REGISTER takes their place";
}

// As phones do that got a new address: the old contact goes with the same REGISTER.
TEST_F(RegistrarWorld, IsNeverWithoutAContactWhileAPhoneMoves) {
  Phone phone;
  Register(phone);
  notes.clear();
  phone.contact = "<sip:6001@198.51.100.7:5060>;expires=0, <sip:6001@198.51.100.7:5070>";
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(notes,
            (Notes{"bound sip:6001@198.51.100.7:5070", "unbound sip:6001@198.51.100.7:5060 unregistered 1"}));
  EXPECT_EQ(registrar->bindings(), 1u);
}

// What comes from nobody in particular costs no transaction.
TEST_F(RegistrarWorld, ChallengesOnceAndKeepsNothing) {
  Phone phone;
  EXPECT_EQ(Send(phone), 401);
  EXPECT_EQ(stack.once, 1);
  EXPECT_EQ(Send(phone), 200);
  EXPECT_EQ(stack.once, 1) << "who proved itself is answered by a transaction";
  phone.challenge.reset();
  phone.password = "guess";
  EXPECT_EQ(Register(phone), 403);
  EXPECT_EQ(stack.once, 3);
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

// RFC 5626 §4.4.2: a NAT forgets a UDP mapping after 30 s.
TEST_F(RegistrarWorld, KeepsANatOpenEvery24To29Seconds) {
  RegisterBehindNat();
  Advance(25s);
  ASSERT_EQ(stack.Count(sip::Method::kOptions), 1u) << "the first within the interval";
  for (std::size_t count = 1; count < 5; ++count) {
    stack.Answer(stack.Last(sip::Method::kOptions), 200, {});
    Advance(24s);
    EXPECT_EQ(stack.Count(sip::Method::kOptions), count);
    Advance(5s);
    EXPECT_EQ(stack.Count(sip::Method::kOptions), count + 1);
  }
}

// An INVITE without any response: the phone is asked at once, and one more silence is enough.
TEST_F(RegistrarWorld, AsksAtOnceWhoIsSuspected) {
  Phone phone{.extra = "Expires: 3600\r\n"};
  Register(phone);
  registrar->Suspect("6001");
  registrar->Suspect("6002");
  Advance(1s);
  ASSERT_EQ(stack.Count(sip::Method::kOptions), 1u);
  registrar->Suspect("6001");
  Advance(1s);
  EXPECT_EQ(stack.Count(sip::Method::kOptions), 1u) << "it is being asked";
  stack.Fail(stack.Last(sip::Method::kOptions), sip::TransactionFailure::kTimeout);
  EXPECT_FALSE(registrar->Reaches("6001"));
  Advance(1s);
  stack.Answer(stack.Last(sip::Method::kOptions), 200, {});
  EXPECT_TRUE(registrar->Reaches("6001"));
}

// A phone without NAT needs no mapping kept open; that it is there must still be known.
TEST_F(RegistrarWorld, AsksAPhoneThatIsReachedDirectlyWhenItIsSilent) {
  for (const auto transport : {sip::Transport::kUdp, sip::Transport::kTcp}) {
    Make({});
    notes.clear();
    stack.requests.clear();
    Phone phone{.extra = "Expires: 3600\r\n"};
    phone.flow.transport = transport;
    phone.flow.connection = transport == sip::Transport::kTcp ? 7 : 0;
    Register(phone);
    Advance(44s);
    EXPECT_EQ(stack.requests.size(), 0u) << "its REGISTER was a sign of life";
    Advance(16s);
    ASSERT_EQ(stack.requests.size(), 1u);
    EXPECT_EQ(stack.requests.back().target.flow, phone.flow);
    const auto time_out = [&] {
      stack.Fail(stack.Last(sip::Method::kOptions), sip::TransactionFailure::kTimeout);
      Advance(1s);
    };
    time_out();
    EXPECT_EQ(registrar->unreachable(), 0u);
    time_out();
    EXPECT_EQ(registrar->unreachable(), 1u) << "it never answered, and is not there either";
    stack.Answer(stack.Last(sip::Method::kOptions), 200, {});
    Advance(60s);
    time_out();
    EXPECT_EQ(registrar->unreachable(), 0u);
    time_out();
    EXPECT_EQ(notes.back(), "unreachable sip:6001@198.51.100.7:5060") << "it stopped answering";
    EXPECT_FALSE(registrar->Reaches("6001"));
    Register(phone);
    EXPECT_TRUE(registrar->Reaches("6001"));
    Advance(60s);
    for (int i = 0; i < 2; ++i) time_out();
    EXPECT_FALSE(registrar->Reaches("6001")) << "that it once answered is not forgotten by a refresh";
  }
}

TEST_F(RegistrarWorld, AsksNoPhoneOfOurs) {
  Make({.is_hosted = [](const std::string& user) { return user == "6001"; }});
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
  EXPECT_EQ(notes,
            (Notes{"bound sip:6001@198.51.100.7", "unbound sip:6001@198.51.100.7 connection closed 0"}))
      << "a connection does not outlive the process, and whoever thinks it does is told";
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

// RFC 3261 §10.2.4, RFC 5626 §4.1, §6: which contact of before a phone's is now.
TEST_F(RegistrarWorld, TellsThatAPhoneMoved) {
  Phone phone = RegisterBehindNat();
  EXPECT_EQ(Register(phone), 200);
  EXPECT_TRUE(moves.empty()) << "a refresh is no move";
  phone.flow = FlowFrom("198.51.100.7", 40'999);
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(moves, Notes{"sip:6001@192.168.1.5:5060 udp:198.51.100.7:40123 -> "
                         "sip:6001@192.168.1.5:5060 udp:198.51.100.7:40999"});
  moves.clear();
  // It has learnt its public address (RFC 5626 §4.2, rport) and says so in its Contact.
  phone.contact = "<sip:6001@198.51.100.7:41000>;+sip.instance=\"<urn:uuid:1>\";reg-id=1";
  phone.flow = FlowFrom("198.51.100.7", 41'000);
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(moves, Notes{"sip:6001@192.168.1.5:5060 udp:198.51.100.7:40999 -> "
                         "sip:6001@198.51.100.7:41000 udp:198.51.100.7:41000"});
  moves.clear();
  // After a reboot it has another Call-ID, and the same instance.
  phone.call_id = "reg-2";
  phone.contact = "<sip:6001@203.0.113.9:5060>;+sip.instance=\"<urn:uuid:1>\";reg-id=1";
  phone.flow = FlowFrom("203.0.113.9");
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(moves.size(), 1u);
  moves.clear();
  // Somebody else's phone with the same account has nothing to do with the calls of this one.
  phone.call_id = "reg-3";
  phone.contact = "<sip:6001@203.0.113.10:5060>;+sip.instance=\"<urn:uuid:2>\";reg-id=1";
  phone.flow = FlowFrom("203.0.113.10");
  EXPECT_EQ(Register(phone), 200);
  EXPECT_TRUE(moves.empty());
}

// §10.3, §20.10: q first, of equals the last; who is silent comes last, whatever its q.
TEST_F(RegistrarWorld, HasAnOrderOfContacts) {
  Phone phone{.contact =
                  "<sip:a@198.51.100.7:5060>;q=0.2, <sip:b@198.51.100.7:5060>;q=0.9, "
                  "<sip:c@198.51.100.7:5060>;q=0.2"};
  EXPECT_EQ(Register(phone), 200);
  std::vector<std::string> order;
  for (const auto& place : registrar->Places("6001")) order.push_back(place.request_uri);
  EXPECT_EQ(order, (Notes{"sip:b@198.51.100.7:5060", "sip:c@198.51.100.7:5060", "sip:a@198.51.100.7:5060"}));
  EXPECT_EQ(registrar->Find("6001")->request_uri, order.front());
  EXPECT_TRUE(registrar->Places("6002").empty());
}
}  // namespace
}  // namespace vss::test
