#include "sip/dialog/outside_requests.hpp"

#include "sip/dialog/testing/session_world.hpp"
#include "sip/message/testing/wire.hpp"

namespace vss::test {
namespace {
std::string Ask(std::string method, std::string user, std::string extra = {}) {
  return Wire(method + " sip:" + user +
              "@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK1\n" +
              "From: <sip:scan@198.51.100.7>;tag=a\nTo: <sip:" + user + "@192.0.2.1>\nCall-ID: c\nCSeq: 1 " +
              method + "\nMax-Forwards: 70\n" + extra);
}
std::string Answer(const std::string& request) {
  return sip::AnswerOutside(*FakeStack::Stored(request), "INVITE, OPTIONS, REGISTER", "t", "VSS");
}

// RFC 3261 §11.2; the same for users that exist and those that do not
TEST(OutsideRequest, OfOptionsGetsTheSameAnswerForEveryUser) {
  std::string one = Answer(Ask("OPTIONS", "6001")), other = Answer(Ask("OPTIONS", "7777"));
  EXPECT_TRUE(one.starts_with("SIP/2.0 200 "));
  EXPECT_NE(one.find("Allow: INVITE, OPTIONS, REGISTER\r\n"), std::string::npos);
  other.replace(other.find("7777"), 4, "6001");
  EXPECT_EQ(one, other);
}

// RFC 3261 §8.2.1, §8.2.2
TEST(OutsideRequest, ThatIsNotTakenGetsAllow) {
  for (const auto& [method, status] : {std::pair{"MESSAGE", "405"}, {"SUBSCRIBE", "405"}, {"FOO", "501"}}) {
    const std::string answer = Answer(Ask(method, "6001"));
    EXPECT_EQ(answer.substr(8, 3), status);
    EXPECT_NE(answer.find("Allow: "), std::string::npos);
  }
  EXPECT_EQ(Answer(Ask("OPTIONS", "6001", "Require: x\n")).substr(8, 3), "420");
}
}  // namespace
}  // namespace vss::test
