#include "sip/registrar/keep_alive.hpp"

#include "sip/registrar/testing/registrar_world.hpp"

namespace vss::test {
namespace {
using namespace std::chrono_literals;

using RegistrarKeepAlive = RegistrarWorld;

// RFC 3581, RFC 5626: calls go where the REGISTER came from, and the way stays open.
TEST_F(RegistrarKeepAlive, PingsAContactBehindNat) {
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
TEST_F(RegistrarKeepAlive, TakesAnyAnswerForALifeSign) {
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
TEST_F(RegistrarKeepAlive, TellsThatAPhoneStoppedAnsweringAndThatItIsBack) {
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

TEST_F(RegistrarKeepAlive, TakesARegisterForALifeSign) {
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

// RFC 5626 §4.4.2: a NAT forgets a UDP mapping after 30 s.
TEST_F(RegistrarKeepAlive, KeepsANatOpenEvery24To29Seconds) {
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
TEST_F(RegistrarKeepAlive, AsksAtOnceWhoIsSuspected) {
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
TEST_F(RegistrarKeepAlive, AsksAPhoneThatIsReachedDirectlyWhenItIsSilent) {
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

TEST_F(RegistrarKeepAlive, AsksNoPhoneOfOurs) {
  Make({.is_hosted = [](const std::string& user) { return user == "6001"; }});
  Phone phone;
  Register(phone);
  Advance(200s);
  EXPECT_EQ(stack.requests.size(), 0u);
}
}  // namespace
}  // namespace vss::test
