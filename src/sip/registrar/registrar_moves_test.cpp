#include "sip/registrar/testing/registrar_world.hpp"

namespace vss::test {
namespace {
using namespace std::chrono_literals;
using sip::Binding;

using RegistrarMoves = RegistrarWorld;

TEST_F(RegistrarMoves, ReplacesTheContactOfASlot) {
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

TEST_F(RegistrarMoves, KeepsSeveralContactsWhenThePolicySays) {
  Make({.max_contacts = 2});
  Phone phone;
  for (const char* contact : {"<sip:a@198.51.100.7>", "<sip:b@198.51.100.7>", "<sip:c@198.51.100.7>"}) {
    phone.contact = contact;
    EXPECT_EQ(Register(phone), 200);
  }
  EXPECT_EQ(registrar->bindings(), 2u);
  EXPECT_EQ(registrar->Find("6001")->request_uri, "sip:c@198.51.100.7");
}

// As phones do that got a new address: the old contact goes with the same REGISTER.
TEST_F(RegistrarMoves, IsNeverWithoutAContactWhileAPhoneMoves) {
  Phone phone;
  Register(phone);
  notes.clear();
  phone.contact = "<sip:6001@198.51.100.7:5060>;expires=0, <sip:6001@198.51.100.7:5070>";
  EXPECT_EQ(Register(phone), 200);
  EXPECT_EQ(notes,
            (Notes{"bound sip:6001@198.51.100.7:5070", "unbound sip:6001@198.51.100.7:5060 unregistered 1"}));
  EXPECT_EQ(registrar->bindings(), 1u);
}

TEST_F(RegistrarMoves, DropsWhatWasRegisteredOverAConnectionThatCloses) {
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

TEST_F(RegistrarMoves, FollowsARefreshOverANewConnection) {
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

TEST_F(RegistrarMoves, RestoresWhatIsStillGood) {
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
TEST_F(RegistrarMoves, KeepsTheTimeOfTheFirstRegistration) {
  Phone phone;
  Register(phone);
  const Instant first = clock.Now();
  Advance(100s);
  Register(phone);
  const Binding binding = registrar->BindingsOf("6001").at(0);
  EXPECT_EQ(binding.registered_at, first);
  EXPECT_EQ(binding.expires_at, clock.Now() + 300s);
}

// RFC 3261 §10.2.4, RFC 5626 §4.1, §6: which contact of before a phone's is now.
TEST_F(RegistrarMoves, TellsThatAPhoneMoved) {
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
TEST_F(RegistrarMoves, HasAnOrderOfContacts) {
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
