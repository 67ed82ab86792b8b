#include <gmock/gmock.h>

#include "sip/sdp/sdp.hpp"

namespace vss::sip::sdp {
namespace {
using testing::ElementsAre;

const Local kLocal{.address = "198.51.100.1", .rtp_port = 30'000, .session_id = 7, .version = 3};

std::string Offer(std::string_view streams, std::string_view address = "192.0.2.10") {
  return "v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 " + std::string(address) + "\r\nt=0 0\r\n" +
         std::string(streams);
}
std::expected<Answer, Problem> AnswerTo(std::string_view streams, const Local& local = kLocal,
                                        std::string_view address = "192.0.2.10") {
  return MakeAnswer(Parse(Offer(streams, address)).value(), local);
}

TEST(MakeOffer, OffersBothLawsAndTheDigits) {
  EXPECT_EQ(Write(MakeOffer(kLocal)),
            "v=0\r\no=- 7 3 IN IP4 198.51.100.1\r\ns=-\r\nc=IN IP4 198.51.100.1\r\nt=0 0\r\n"
            "m=audio 30000 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
            "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n");
}

// RFC 3264 §6.1: the offer's payload types and, of those we talk, its first.
TEST(MakeAnswer, TakesTheirFirstCommonCodecWithTheirNumbers) {
  const auto answer = AnswerTo(
      "m=audio 4000 RTP/AVP 9 97 8 98\r\na=rtpmap:97 PCMU/8000\r\na=rtpmap:98 telephone-event/8000\r\n"
      "a=fmtp:98 0-16\r\na=ptime:30\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->agreed.audio.name, "PCMU");
  EXPECT_EQ(answer->agreed.audio.payload_type, 97);
  EXPECT_EQ(answer->agreed.telephone_event->payload_type, 98);
  EXPECT_EQ(answer->agreed.remote_address, "192.0.2.10");
  EXPECT_EQ(answer->agreed.remote_rtp_port, 4000);
  EXPECT_EQ(answer->agreed.remote_rtcp_port, 4001);
  EXPECT_EQ(answer->agreed.ptime_ms, 30);
  const Media& audio = answer->session.media.at(0);
  EXPECT_THAT(audio.formats, ElementsAre("97", "98"));
  EXPECT_EQ(audio.port, 30'000);
  EXPECT_EQ(audio.codecs.at(1).fmtp, "0-15");
}

// RFC 3264 §6: as many streams in the same order; what is not taken has port 0 and its own formats.
TEST(MakeAnswer, RefusesEveryOtherStreamInItsPlace) {
  const auto answer = AnswerTo(
      "m=video 5000 RTP/AVP 31 34\r\nm=audio 4000 RTP/SAVP 0\r\nm=audio 0 RTP/AVP 0\r\nm=audio 4002 RTP/AVP "
      "0\r\n"
      "m=audio 4004 RTP/AVP 8\r\nm=application 1 UDP/X webrtc\r\n");
  ASSERT_TRUE(answer);
  std::vector<int> ports;
  for (const Media& media : answer->session.media) ports.push_back(media.port);
  EXPECT_THAT(ports, ElementsAre(0, 0, 0, 30'000, 0, 0));
  EXPECT_THAT(answer->session.media[0].formats, ElementsAre("31", "34"));
  EXPECT_EQ(answer->session.media[1].protocol, "RTP/SAVP");
  EXPECT_EQ(answer->agreed.remote_rtp_port, 4002);
  EXPECT_TRUE(Parse(Write(answer->session)));
}

// RFC 3264 §6.1: the answer's direction mirrors the offer's, less what we do not want ourselves.
TEST(MakeAnswer, MirrorsTheDirectionWithinOurOwn) {
  const std::tuple<std::string_view, Direction, Direction> cases[] = {
      {"sendrecv", Direction::kSendRecv, Direction::kSendRecv},
      {"sendonly", Direction::kSendRecv, Direction::kRecvOnly},
      {"recvonly", Direction::kSendRecv, Direction::kSendOnly},
      {"inactive", Direction::kSendRecv, Direction::kInactive},
      {"sendrecv", Direction::kSendOnly, Direction::kSendOnly},
      {"sendonly", Direction::kSendOnly, Direction::kInactive},
      {"recvonly", Direction::kSendOnly, Direction::kSendOnly},
      {"sendrecv", Direction::kInactive, Direction::kInactive}};
  for (const auto& [theirs, ours, expected] : cases) {
    Local local = kLocal;
    local.direction = ours;
    const auto answer = AnswerTo("m=audio 4000 RTP/AVP 0\r\na=" + std::string(theirs) + "\r\n", local);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->agreed.direction, expected) << theirs;
    EXPECT_EQ(answer->session.media[0].direction, expected) << theirs;
  }
}

// RFC 3264 §8.4: an old phone holds with the unspecified address.
TEST(MakeAnswer, TakesTheUnspecifiedAddressAsHold) {
  const auto answer = AnswerTo("m=audio 4000 RTP/AVP 0\r\n", kLocal, "0.0.0.0");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->agreed.direction, Direction::kInactive);
  EXPECT_EQ(answer->agreed.remote_rtp_port, 0);
  EXPECT_EQ(answer->agreed.remote_rtcp_port, 0);
  EXPECT_EQ(answer->session.media[0].direction, Direction::kInactive);
}

TEST(MakeAnswer, RefusesToSendWhereNoPeerMayBe) {
  for (const std::string_view address : {"224.2.1.1/127", "239.255.255.255", "255.255.255.255", "240.0.0.1",
                                         "0.0.0.7", "1.2.3", "300.0.2.1", "phone..example"}) {
    EXPECT_FALSE(AnswerTo("m=audio 4000 RTP/AVP 0\r\n", kLocal, address)) << address;
  }
  for (const std::string_view address : {"ff02::1", "::ffff:224.0.0.1"}) {
    const std::string streams = "m=audio 4000 RTP/AVP 0\r\nc=IN IP6 " + std::string(address) + "\r\n";
    EXPECT_FALSE(AnswerTo(streams)) << address;
  }
  EXPECT_TRUE(AnswerTo("m=audio 4000 RTP/AVP 0\r\nc=IN IP6 2001:db8::1\r\n"));
}

// Somebody resolves it when the call is there (RFC 8866 §5.7 allows names).
TEST(MakeAnswer, LeavesAHostNameToBeResolved) {
  const auto answer = AnswerTo("m=audio 4000 RTP/AVP 0\r\n", kLocal, "media.provider.example");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->agreed.remote_address, "media.provider.example");
}

TEST(MakeAnswer, TakesTheNextStreamWhenOneAsksForMediaToMany) {
  const auto answer = AnswerTo(
      "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 224.2.1.1/127\r\nm=audio x RTP/AVP 0\r\nm=audio 4002 RTP/AVP "
      "8\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->session.media.at(0).port, 0);
  EXPECT_EQ(answer->session.media.at(1).port, 0);
  EXPECT_EQ(answer->session.media.at(2).port, 30'000);
  EXPECT_EQ(answer->agreed.remote_rtp_port, 4002);
}

// RFC 4585 §3.1, RFC 3264 §6: the answer has the offer's profile.
TEST(MakeAnswer, AnswersTheProfileThatWasOffered) {
  const auto answer = AnswerTo("m=audio 4000 RTP/AVPF 0\r\na=rtcp-fb:* nack\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->session.media.at(0).protocol, "RTP/AVPF");
  Local local = kLocal;
  local.version = 4;
  EXPECT_EQ(MakeOffer(local, answer->session).media.at(0).protocol, "RTP/AVPF");
}

TEST(MakeAnswer, RefusesAnOfferWithoutAudioThatWeTalk) {
  for (const std::string_view streams :
       {"", "m=audio 0 RTP/AVP 0\r\n", "m=video 4000 RTP/AVP 0\r\n", "m=audio 4000 RTP/SAVP 0\r\n",
        "m=audio 4000 RTP/AVP 9\r\n", "m=audio 4000 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000\r\n",
        "m=audio 4000 RTP/AVP 96\r\na=rtpmap:96 PCMU/16000\r\n", "m=audio 4000 udptl t38\r\n",
        "m=audio 4000 RTP/AVP 00\r\n"}) {
    EXPECT_FALSE(AnswerTo(streams)) << streams;
  }
}

TEST(MakeAnswer, TakesOddPacketTimesAsTheUsualOne) {
  for (const std::string_view ptime : {"0", "7", "25", "70", "999999", "x", "-20"}) {
    EXPECT_EQ(AnswerTo("m=audio 4000 RTP/AVP 0\r\na=ptime:" + std::string(ptime) + "\r\n")->agreed.ptime_ms,
              20);
  }
}

TEST(MakeAnswer, HasNoPortAboveTheLast) {
  EXPECT_EQ(AnswerTo("m=audio 65535 RTP/AVP 0\r\n")->agreed.remote_rtcp_port, 0);
  EXPECT_EQ(AnswerTo("m=audio 4000 RTP/AVP 0\r\na=rtcp:9\r\n")->agreed.remote_rtcp_port, 9);
}

TEST(TakeAnswer, AgreesWithWhatMakeAnswerSaid) {
  const Session offer = MakeOffer({.address = "192.0.2.1", .rtp_port = 4000});
  for (const Direction direction :
       {Direction::kSendRecv, Direction::kSendOnly, Direction::kRecvOnly, Direction::kInactive}) {
    Local local = kLocal;
    local.direction = direction;
    const auto answer = MakeAnswer(offer, local);
    ASSERT_TRUE(answer);
    const auto agreed = TakeAnswer(offer, Parse(Write(answer->session)).value());
    ASSERT_TRUE(agreed) << agreed.error().what;
    EXPECT_EQ(agreed->audio.name, answer->agreed.audio.name);
    EXPECT_EQ(agreed->direction, Reverse(answer->agreed.direction));
    EXPECT_EQ(agreed->remote_rtp_port, 30'000);
    EXPECT_EQ(agreed->telephone_event->payload_type, 101);
  }
}

// RFC 3264 §6, §7.
TEST(TakeAnswer, RefusesAnAnswerThatAnswersSomethingElse) {
  const Session offer = MakeOffer(kLocal);
  for (const std::string_view streams :
       {"", "m=audio 0 RTP/AVP 0\r\n", "m=video 4000 RTP/AVP 0\r\n", "m=audio 4000 RTP/AVP 9\r\n",
        "m=audio 4000 RTP/SAVP 0\r\n", "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 224.0.0.1\r\n"}) {
    EXPECT_FALSE(TakeAnswer(offer, Parse(Offer(streams)).value())) << streams;
  }
}

// RFC 3264 §6.1: what they want to receive has their number, what comes has ours.
TEST(TakeAnswer, EventsMayHaveAnotherNumberInEachDirection) {
  const Session offer = MakeOffer(kLocal);
  const auto agreed = TakeAnswer(
      offer, Parse(Offer("m=audio 4000 RTP/AVP 8 96\r\na=rtpmap:96 telephone-event/8000\r\n")).value());
  ASSERT_TRUE(agreed);
  EXPECT_EQ(agreed->telephone_event->payload_type, 96);
  EXPECT_EQ(agreed->telephone_event_in, 101);
  const auto none = TakeAnswer(offer, Parse(Offer("m=audio 4000 RTP/AVP 8\r\n")).value());
  ASSERT_TRUE(none);
  EXPECT_EQ(none->telephone_event_in, -1);
}

TEST(TakeAnswer, StreamsBeyondTheOfferAreNobodys) {
  const Session offer = MakeOffer(kLocal);
  const auto agreed = TakeAnswer(
      offer, Parse(Offer("m=audio 4000 RTP/AVP 0\r\nm=video 4002 RTP/AVP 31\r\nm=audio 4004 RTP/AVP 0\r\n"))
                 .value());
  ASSERT_TRUE(agreed);
  EXPECT_EQ(agreed->remote_rtp_port, 4000);
}

// RFC 3264 §8: a later offer has no fewer streams, each in its place.
TEST(MakeOffer, KeepsThePlacesOfTheDescriptionBefore) {
  const auto answer = AnswerTo("m=video 5000 RTP/AVP 31\r\nm=audio 4000 RTP/AVP 0\r\n");
  Local local = kLocal;
  local.direction = Direction::kInactive;
  local.version = 4;
  const Session offer = MakeOffer(local, answer->session);
  ASSERT_EQ(offer.media.size(), 2U);
  EXPECT_EQ(offer.media[0].kind, "video");
  EXPECT_EQ(offer.media[0].port, 0);
  EXPECT_EQ(offer.media[1].port, 30'000);
  EXPECT_EQ(offer.media[1].direction, Direction::kInactive);
  EXPECT_EQ(offer.version, "4");
  EXPECT_EQ(MakeOffer(local, Session{}).media.size(), 1U);
}
}  // namespace
}  // namespace vss::sip::sdp
