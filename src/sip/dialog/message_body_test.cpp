#include "sip/dialog/message_body.hpp"

#include <gtest/gtest.h>

#include "sip/dialog/testing/fake_stack.hpp"

namespace vss::test {
namespace {
const std::string kSdp = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\n";

std::optional<std::string> SdpIn(const std::string& type, const std::string& body) {
  const auto message = FakeStack::Stored(
      "INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: "
      "<sip:a@b>\r\n"
      "Call-ID: 1\r\nCSeq: 1 INVITE\r\nContent-Type: " +
      type + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  const auto sdp = sip::SdpOf(*message);
  return sdp ? std::optional(std::string(*sdp)) : std::nullopt;
}

TEST(MessageBody, IsItselfTheDescription) {
  EXPECT_EQ(SdpIn("application/sdp", kSdp), kSdp);
  EXPECT_EQ(SdpIn("Application/SDP; charset=utf-8", kSdp), kSdp);
  EXPECT_FALSE(SdpIn("text/plain", kSdp));
}

// ITU-T Q.1912.5 (SIP-I): SDP first, ISUP after it, or the other way round.
TEST(MessageBody, HasTheDescriptionBesideIsup) {
  const std::string isup =
      "--x1\r\nContent-Type: application/isup;version=itu-t92+\r\nContent-Disposition: "
      "signal;handling=optional"
      "\r\n\r\n" +
      std::string("\x01\x00\x60--x1\x01\n", 9) + "\r\n";
  const std::string sdp = "--x1\r\nContent-Type: application/sdp\r\n\r\n" + kSdp + "\r\n";
  for (const std::string& body : {isup + sdp + "--x1--\r\n", sdp + isup + "--x1--",
                                  "preamble\r\n" + isup + sdp + "--x1--\r\nepilogue"}) {
    const auto found = SdpIn("multipart/mixed;boundary=x1", body);
    ASSERT_TRUE(found) << body;
    EXPECT_TRUE(found->starts_with(kSdp));
    EXPECT_FALSE(found->contains("x1"));
  }
}

// RFC 4119: a location, in XML.
TEST(MessageBody, HasTheDescriptionBesideALocation) {
  const auto found = SdpIn("multipart/mixed; boundary=\"=-b ound\"",
                           "--=-b ound\nContent-Type: application/pidf+xml\n\n<presence/>\n--=-b "
                           "ound\nContent-Type: application/sdp\n"
                           "Content-Transfer-Encoding: 8bit\n\n" +
                               kSdp + "\n--=-b ound--\n");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->starts_with(kSdp));
}

TEST(MessageBody, HasItInsideAPartThatIsMultipartItself) {
  const std::string inner = "--in\r\nContent-Type: application/sdp\r\n\r\n" + kSdp + "\r\n--in--\r\n";
  const std::string outer =
      "--out\r\nContent-Type: multipart/alternative;boundary=in\r\n\r\n" + inner + "\r\n--out--\r\n";
  EXPECT_TRUE(SdpIn("multipart/mixed;boundary=out", outer));
}

TEST(MessageBody, HasNoneWhereItCannotBeRead) {
  const std::string part = "--b\r\nContent-Type: application/sdp\r\n";
  EXPECT_FALSE(SdpIn("multipart/mixed", part + "\r\n" + kSdp + "--b--")) << "no boundary";
  EXPECT_FALSE(SdpIn("multipart/mixed;boundary=" + std::string(71, 'b'), part + "\r\n" + kSdp + "--b--"));
  EXPECT_FALSE(
      SdpIn("multipart/mixed;boundary=b", part + "Content-Transfer-Encoding: base64\r\n\r\ndj0w\r\n--b--"));
  EXPECT_FALSE(SdpIn("multipart/mixed;boundary=b", "--b\r\n\r\n" + kSdp + "--b--"))
      << "text/plain by default";
  EXPECT_FALSE(SdpIn("multipart/mixed;boundary=b", "--b--\r\n" + part + "\r\n" + kSdp)) << "behind the end";
  EXPECT_FALSE(SdpIn("multipart/mixed;boundary=b", "--b"));
  std::string many;
  for (int n = 0; n < 100; ++n) many += "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n";
  EXPECT_FALSE(SdpIn("multipart/mixed;boundary=b", many + part + "\r\n" + kSdp + "--b--")) << "bounded";
}
}  // namespace
}  // namespace vss::test
