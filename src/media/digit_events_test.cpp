#include "media/digit_events.hpp"

#include <gtest/gtest.h>

namespace vss::media {
namespace {
using namespace std::chrono_literals;

struct Wire {
  std::array<std::uint8_t, kTelephoneEventBytes> payload;
  RtpPacket packet;
  Wire(std::uint8_t event, std::uint32_t timestamp, std::uint16_t duration, bool end = false)
      : payload(EncodeTelephoneEvent({.event = event, .end = end, .duration = duration})) {
    packet.header.timestamp = timestamp;
    packet.payload = payload;
  }
};

TEST(DigitReceiver, TellsADigitOnceWhateverIsLost) {
  DigitReceiver receiver;
  EXPECT_EQ(receiver.OnEvent(Wire(5, 1000, 160).packet), '5');
  EXPECT_FALSE(receiver.OnEvent(Wire(5, 1000, 320).packet));
  for (int n = 0; n < 3; ++n) EXPECT_FALSE(receiver.OnEvent(Wire(5, 1000, 480, true).packet));
  // Only the end of the next one arrives; all ends of the third are lost.
  EXPECT_EQ(receiver.OnEvent(Wire(5, 3000, 800, true).packet), '5');
  EXPECT_EQ(receiver.OnEvent(Wire(11, 5000, 160).packet), '#');
  EXPECT_EQ(receiver.OnEvent(Wire(11, 9000, 160).packet), '#');
}

TEST(DigitReceiver, IgnoresLatePacketsOfTheDigitBefore) {
  DigitReceiver receiver;
  EXPECT_EQ(receiver.OnEvent(Wire(1, 1000, 160).packet), '1');
  EXPECT_EQ(receiver.OnEvent(Wire(2, 3000, 160).packet), '2');
  EXPECT_FALSE(receiver.OnEvent(Wire(1, 1000, 480, true).packet));
}

TEST(DigitReceiver, ALongEventInSegmentsIsOneDigit) {
  // RFC 4733 §2.5.1.3.
  DigitReceiver receiver;
  EXPECT_EQ(receiver.OnEvent(Wire(9, 1000, 0xFFFF).packet), '9');
  EXPECT_FALSE(receiver.OnEvent(Wire(9, 1000 + 0xFFFF, 160).packet));
}

TEST(DigitReceiver, IgnoresOtherEventsAndShortPayloads) {
  DigitReceiver receiver;
  EXPECT_FALSE(receiver.OnEvent(Wire(16, 1000, 160).packet)) << "flash";
  EXPECT_FALSE(receiver.OnEvent(RtpPacket{}));
}

TEST(DigitSender, GrowsTheDurationAndSendsTheEndThreeTimes) {
  RtpSender rtp(7, 100, 5000);
  DigitSender sender;
  ASSERT_TRUE(sender.Queue('#', 100ms));
  Steady now{};
  std::vector<DigitSender::Packet> sent;
  while (sender.active()) {
    if (const auto packet = sender.Tick(rtp, now)) sent.push_back(*packet);
    now += 20ms;
  }
  ASSERT_EQ(sent.size(), 7U);
  for (std::size_t n = 0; n < sent.size(); ++n) {
    const auto event = DecodeTelephoneEvent(sent[n].payload);
    EXPECT_EQ(event->event, 11);
    EXPECT_EQ(event->duration, std::min<std::size_t>(160 * (n + 1), 800));
    EXPECT_EQ(event->end, n >= 4);
    EXPECT_EQ(sent[n].header.timestamp, 5000U) << "all carry the start";
    EXPECT_EQ(sent[n].header.sequence, 100 + n);
    EXPECT_EQ(sent[n].header.marker, n == 0);
  }
  const RtpHeader next = rtp.Own(160, now);
  EXPECT_EQ(next.timestamp, 5000U + 160 * 11) << "speech goes on where time is: after 5 + 2 + 4 ticks";
}

TEST(DigitSender, KeepsTheirOrderApartAndRefusesWhatIsNoDigitOrTooMany) {
  RtpSender rtp(7, 0, 0);
  DigitSender sender;
  DigitReceiver receiver;
  EXPECT_FALSE(sender.Queue('x', 100ms));
  for (const char digit : std::string("11d")) EXPECT_TRUE(sender.Queue(digit, 40ms));
  std::string heard;
  for (Steady now{}; sender.active(); now += 20ms)
    if (const auto packet = sender.Tick(rtp, now))
      if (const auto digit = receiver.OnEvent({.header = packet->header, .payload = packet->payload}))
        heard += *digit;
  EXPECT_EQ(heard, "11D");
  for (std::size_t n = 0; n < DigitSender::kMaxQueued; ++n) EXPECT_TRUE(sender.Queue('1', 40ms));
  EXPECT_FALSE(sender.Queue('1', 40ms));
}
}  // namespace
}  // namespace vss::media
