#include "sip/message/writer.hpp"

#include <gmock/gmock.h>

#include "sip/message/testing/wire.hpp"

namespace vss::sip {
namespace {
using test::Wire;

const std::string kRequest = Wire(R"(
INVITE sip:b@h SIP/2.0
v: SIP/2.0/UDP one;branch=z9hG4bK1
f: "A" <sip:a@h>;tag=1
t: <sip:b@h>
i: id
CSeq: 5 INVITE
Via: SIP/2.0/UDP two
  ;branch=z9hG4bK0
)");

TEST(Writer, WritesARequestThatReadsBack) {
  const std::string bytes = Writer::Request(Method::kInvite, "sip:b@h")
                                .Add("Via", "SIP/2.0/UDP one;branch=z9hG4bK1")
                                .Add("Max-Forwards", 70)
                                .Add("From", "<sip:a@h>;tag=1")
                                .Add("To", "<sip:b@h>")
                                .Add("Call-ID", "id")
                                .Add("CSeq", "5 INVITE")
                                .Finish("application/sdp", "v=0\r\n");
  EXPECT_EQ(bytes,
            "INVITE sip:b@h SIP/2.0\r\nVia: SIP/2.0/UDP one;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
            "From: <sip:a@h>;tag=1\r\nTo: <sip:b@h>\r\nCall-ID: id\r\nCSeq: 5 INVITE\r\n"
            "Content-Type: application/sdp\r\nContent-Length: 5\r\n\r\nv=0\r\n");
  Message message;
  ASSERT_TRUE(Parse(bytes, message));
  EXPECT_EQ(message.body, "v=0\r\n");
}

TEST(Writer, LeavesOutContentTypeWithoutABody) {
  EXPECT_EQ(Writer::Response(180).Finish("application/sdp", ""),
            "SIP/2.0 180 Ringing\r\nContent-Length: 0\r\n\r\n");
}

TEST(Writer, LetsNoValueAddALineOrAWord) {
  const std::string bytes = Writer::Request("INVITE\r\n", "sip:a@h SIP/2.0\r\nX: y")
                                .Add("Subject\r\nEvil", std::string_view("a\r\nEvil: 1\n\nb\0c", 15))
                                .Finish();
  EXPECT_EQ(bytes,
            "INVITE sip:a@hSIP/2.0X:y SIP/2.0\r\nSubjectEvil: aEvil: 1b c\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(Writer::Response(200, "O\r\nK").Finish(), "SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n");
}

// RFC 3261 §8.2.6.2: Via in order, From, To, Call-ID and CSeq; the To tag only when there is none.
TEST(ResponseTo, CopiesWhatTheRequestSaysAndTagsTo) {
  Message request;
  ASSERT_TRUE(Parse(kRequest, request));
  EXPECT_EQ(
      ResponseTo(request, 486, "99").Finish(),
      "SIP/2.0 486 Busy Here\r\nVia: SIP/2.0/UDP one;branch=z9hG4bK1\r\n"
      "Via: SIP/2.0/UDP two  ;branch=z9hG4bK0\r\nFrom: \"A\" <sip:a@h>;tag=1\r\nTo: <sip:b@h>;tag=99\r\n"
      "Call-ID: id\r\nCSeq: 5 INVITE\r\nContent-Length: 0\r\n\r\n");
  EXPECT_THAT(ResponseTo(request, 100, "").Finish(), testing::HasSubstr("\r\nTo: <sip:b@h>\r\n"));
}

TEST(ResponseTo, KeepsTheTagOfARequestInsideADialog) {
  std::string bytes = kRequest;
  bytes.replace(bytes.find("<sip:b@h>"), 9, "<sip:b@h>;tag=7");
  Message request;
  ASSERT_TRUE(Parse(bytes, request));
  const std::string response = ResponseTo(request, 200, "99", "Fine").Finish();
  EXPECT_THAT(response, testing::StartsWith("SIP/2.0 200 Fine\r\n"));
  EXPECT_THAT(response, testing::HasSubstr("To: <sip:b@h>;tag=7\r\n"));
}

// A quoted NUL may not turn into a backslash that quotes what follows it.
TEST(ResponseTo, KeepsAQuotedStringClosed) {
  std::string bytes = kRequest;
  bytes.replace(bytes.find("<sip:b@h>"), 9, std::string("\"x\\\0\" <sip:b@h>", 15));
  Message request, response;
  ASSERT_TRUE(Parse(bytes, request));
  const std::string written = ResponseTo(request, 200, "99").Finish();
  ASSERT_TRUE(Parse(written, response));
  EXPECT_EQ(response.to.tag, "99");
}

TEST(ReasonPhrase, KnowsTheRegistryAndAdmitsWhatItDoesNot) {
  EXPECT_EQ(ReasonPhrase(100), "Trying");
  EXPECT_EQ(ReasonPhrase(487), "Request Terminated");
  EXPECT_EQ(ReasonPhrase(608), "Rejected");
  EXPECT_EQ(ReasonPhrase(299), "Unknown");
  EXPECT_EQ(ReasonPhrase(699), "Unknown");
}
}  // namespace
}  // namespace vss::sip
