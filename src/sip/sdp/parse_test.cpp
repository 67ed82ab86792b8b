#include <fmt/format.h>
#include <gmock/gmock.h>

#include "sip/message/testing/wire.hpp"
#include "sip/sdp/sdp.hpp"

namespace vss::sip::sdp {
namespace {
using testing::ElementsAre;

std::string Repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

/// With CRLF line ends.
std::string Text(std::string_view text) {
  std::string wire = test::Wire(text);
  wire.resize(wire.size() - 2);
  return wire;
}

const std::string kPhone = Text(R"(
v=0
o=alice 2890844526 2890844527 IN IP4 host.example
s=A call
c=IN IP4 192.0.2.10
b=AS:64
t=0 0
a=sendonly
m=audio 49170 RTP/AVP 8 0 3 111 101 8
a=rtpmap:0 pcmu/8000/1
a=rtpmap:111 opus/48000/2
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-16
a=ptime:30
a=rtcp:53020 IN IP4 192.0.2.99
a=rtcp-mux
m=video 51372 RTP/AVP 31
c=IN IP6 2001:db8::2
a=inactive
m=application 0 UDP/DTLS/SCTP webrtc-datachannel
)");

TEST(ParseSdp, ReadsWhatACallNeeds) {
  const auto session = Parse(kPhone);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->origin_user, "alice");
  EXPECT_EQ(session->version, "2890844527");
  EXPECT_EQ(session->name, "A call");
  ASSERT_EQ(session->media.size(), 3U);
  const Media& audio = session->media[0];
  EXPECT_EQ(audio.port, 49170);
  EXPECT_EQ(audio.address, "192.0.2.10");
  EXPECT_EQ(audio.direction, Direction::kSendOnly);
  EXPECT_EQ(audio.ptime_ms, 30);
  EXPECT_EQ(audio.rtcp_port, 53020);
  EXPECT_TRUE(audio.rtcp_mux);
  EXPECT_THAT(audio.formats, ElementsAre("8", "0", "3", "111", "101"));
  ASSERT_EQ(audio.codecs.size(), 4U);  // 3 is static, but none that VSS knows
  EXPECT_EQ(audio.codecs[0].name, "PCMA");
  EXPECT_EQ(audio.codecs[1].name, "PCMU");
  EXPECT_EQ(audio.codecs[2].name, "OPUS");
  EXPECT_EQ(audio.codecs[2].channels, 2);
  EXPECT_EQ(audio.codecs[3].fmtp, "0-16");
  EXPECT_EQ(session->media[1].address, "2001:db8::2");
  EXPECT_EQ(session->media[1].direction, Direction::kInactive);
  EXPECT_TRUE(session->media[2].codecs.empty());
}

TEST(ParseSdp, TakesBareLineFeedsAndALastLineWithoutEnd) {
  const auto session =
      Parse("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 4000 RTP/AVP 0");
  ASSERT_TRUE(session);
  EXPECT_EQ(session->media.at(0).codecs.at(0).name, "PCMU");
}

TEST(ParseSdp, TakesAnOriginInAnyForm) {
  for (const char* origin : {"- abc 1 IN IP4 h", "- -1 0x1f IN IP4 h", "user name 1 1 IN IP4 h",
                             "- 1 IN IP4 h", "- 1 1 IN IP9 h", "-", ""}) {
    const auto session = Parse(fmt::format(
        "v=0\r\no={}\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n", origin));
    ASSERT_TRUE(session) << origin;
    EXPECT_EQ(session->media.at(0).address, "192.0.2.1");
  }
}

TEST(ParseSdp, RefusesWhatIsBrokenOrWithoutBounds) {
  const std::string head = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";
  const std::string audio = "m=audio 4000 RTP/AVP 0\r\n";
  std::string many_streams = head;
  for (std::size_t i = 0; i <= kMaxMedia; ++i) many_streams += audio;
  const std::pair<std::string, std::string_view> cases[] = {
      {"", "nothing"},
      {"hello", "line"},
      {"o=- 1 1 IN IP4 192.0.2.1\r\n", "does not begin with v="},
      {"v=1\r\n", "v="},
      {"v=0\r\nv=0\r\n", "v="},
      {"v=0\r\n", "no o="},
      {head + "o=- 1 1 IN IP4 h\r\n", "two o="},
      {head + "c=IN IP4 192.0.2.2\r\n", "two c="},
      {head + "m=audio\r\n", "m="},
      {head + audio + std::string("a=x\0y\r\n", 7), "line"},
      {many_streams, "too many m="},
      {head + Repeated(audio, 1000), "too long"},
      {head + "a=x:" + std::string(65'536, 'y'), "too long"},
  };
  for (const auto& [text, problem] : cases) {
    const auto session = Parse(text);
    EXPECT_EQ(session ? "" : session.error().what, problem) << text.substr(0, 200);
  }
}

// RFC 8866 §9: sess-id and sess-version are 1*DIGIT, of any length.
TEST(ParseSdp, TakesOriginNumbersOfAnyLength) {
  const std::string digits(400, '9');
  const auto session = Parse("v=0\r\no=- 19599440071187478912 " + digits + " IN IP4 192.0.2.1\r\n");
  ASSERT_TRUE(session);
  EXPECT_EQ(session->id, "19599440071187478912");
  EXPECT_EQ(session->version, digits);
  EXPECT_NE(Write(*session).find("o=- 19599440071187478912 " + digits + " "), std::string::npos);
}

// What is wrong with one stream is no reason to refuse the call.
TEST(ParseSdp, AStreamThatBreaksARuleIsOddAndTheOthersAreNot) {
  const std::string head = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n";
  const std::string audio = "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 192.0.2.1\r\n";
  for (const std::string& odd :
       {std::string("m=video x RTP/AVP 31\r\nc=IN IP4 192.0.2.1\r\n"),
        std::string("m=video 65536 RTP/AVP 31\r\nc=IN IP4 192.0.2.1\r\n"),
        std::string("m=video 4002 RTP/AVP\r\nc=IN IP4 192.0.2.1\r\n"),
        std::string("m=video 4002 RTP/AVP 31\r\n"), std::string("m=video 4002 RTP/AVP 31\r\nc=IN IP9 x\r\n"),
        std::string("m=video 4002 RTP/AVP 31\r\nc=IN IP4 224.1.1.1/1\r\nc=IN IP4 224.1.1.2/1\r\n")}) {
    const auto session = Parse(head + odd + audio);
    ASSERT_TRUE(session) << odd;
    EXPECT_TRUE(session->media.at(0).odd) << odd;
    EXPECT_FALSE(session->media.at(1).odd) << odd;
    EXPECT_EQ(Write(Parse(Write(*session)).value()), Write(*session)) << odd;
  }
}

TEST(ParseSdp, PassesOverAttributesThatAreNoSuchThing) {
  for (const std::string_view line :
       {"a=rtpmap:0 PCMU", "a=rtpmap:0 PCMU/0", "a=rtpmap:0 PCMU/8000/x", "a=rtpmap:0 /8000", "a=rtpmap:0",
        "a=rtcp:x", "a=rtcp:0", "a=rtcp:65536", "a=rtcp:", "a=ptime:x"}) {
    const auto session =
        Parse("v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n" +
              std::string(line) + "\r\n");
    ASSERT_TRUE(session) << line;
    const Media& audio = session->media.at(0);
    EXPECT_FALSE(audio.odd) << line;
    ASSERT_EQ(audio.codecs.size(), 1U) << line;
    EXPECT_EQ(audio.codecs[0].name, "PCMU") << line;
    EXPECT_FALSE(audio.rtcp_port) << line;
  }
}

TEST(ParseSdp, KeepsNoMoreFormatsThanItHasRoomFor) {
  std::string text = kPhone + "m=audio 4000 RTP/AVP";
  for (int i = 0; i < 200; ++i) text += " " + std::to_string(i);
  const auto session = Parse(text + "\r\n");
  ASSERT_TRUE(session);
  EXPECT_EQ(session->media.back().formats.size(), kMaxFormats);
}

TEST(ParseSdp, IgnoresAttributesOfNumbersThatAreNotOnTheLine) {
  const auto session =
      Parse(kPhone + "m=audio 4000 RTP/AVP 96\r\na=rtpmap:97 PCMU/8000\r\na=fmtp:x y\r\na=rtpmap:\r\n");
  ASSERT_TRUE(session);
  EXPECT_TRUE(session->media.back().codecs.empty());
}

TEST(ParseSdp, KeepsNoMoreCodecsThanItHasRoomFor) {
  std::string text = kPhone + "m=audio 4000 RTP/AVP";
  for (int i = 35; i < 128; ++i) text += " " + std::to_string(i);
  text += "\r\n";
  for (int i = 35; i < 128; ++i) text += "a=rtpmap:" + std::to_string(i) + " L16/8000\r\n";
  const auto session = Parse(text);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->media.back().codecs.size(), kMaxCodecs);
  EXPECT_EQ(session->media.back().formats.size(), 93U);
}

TEST(WriteSdp, WritesTheSameAgainOnceItWasRead) {
  for (const std::string& text : {kPhone,
                                  Text("v=0\no=- 1 2 IN IP6 ::1\ns=\nt=0 0\nm=audio 0 RTP/AVP 0 96\nm=audio "
                                       "4 RTP/AVP 8\nc=IN IP4 1.2.3.4/5\n"),
                                  Text("v=0\no=- 1 2 IN IP4 x\ns= \n")}) {
    const auto once = Parse(text);
    ASSERT_TRUE(once) << once.error().what;
    const std::string written = Write(*once);
    const auto twice = Parse(written);
    ASSERT_TRUE(twice) << twice.error().what << written;
    EXPECT_EQ(Write(*twice), written);
  }
}

TEST(WriteSdp, LetsNoFieldAddALine) {
  Session session = MakeOffer({.address = "192.0.2.1\r\na=evil", .rtp_port = 4000});
  session.name = "x\r\na=evil";
  EXPECT_THAT(Write(session), testing::Not(testing::HasSubstr("\na=evil")));
}
}  // namespace
}  // namespace vss::sip::sdp
