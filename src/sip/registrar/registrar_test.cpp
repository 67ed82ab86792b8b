#include "sip/registrar/registrar.hpp"

#include "sip/registrar/testing/registrar_world.hpp"

namespace vss::test {
namespace {
using namespace std::chrono_literals;

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
}  // namespace
}  // namespace vss::test
