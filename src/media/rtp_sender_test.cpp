#include "media/rtp_sender.hpp"

#include <gtest/gtest.h>

namespace vss::media {
namespace {
using namespace std::chrono_literals;
const std::array<std::uint8_t, 160> kPayload{};

Frame Of(std::uint16_t sequence, std::uint32_t ssrc = 9) {
  return {.payload = kPayload, .timestamp = sequence * 160U, .sequence = sequence, .ssrc = ssrc};
}

TEST(RtpSender, OwnFramesFollowEachOther) {
  RtpSender sender(1, 10, 1000);
  Steady now{};
  const RtpHeader first = sender.Own(160, now), second = sender.Own(160, now + 21ms);
  EXPECT_TRUE(first.marker);
  EXPECT_FALSE(second.marker);
  EXPECT_EQ(second.sequence, 11);
  EXPECT_EQ(second.timestamp, 1160U);
}

TEST(RtpSender, AfterSilenceTheTimestampJumpsByItsLength) {
  RtpSender sender(1, 10, 1000);
  Steady now{};
  sender.Own(160, now);
  const RtpHeader next = sender.Own(160, now + 1020ms);
  EXPECT_TRUE(next.marker);
  EXPECT_EQ(next.sequence, 11);
  EXPECT_EQ(next.timestamp, 1160U + 8000);
}

TEST(RtpSender, RelayedFramesKeepTheirGapsAndOrder) {
  RtpSender sender(1, 10, 1000);
  Steady now{};
  EXPECT_EQ(sender.Relayed(Of(500), now)->sequence, 10);
  EXPECT_EQ(sender.Relayed(Of(503), now)->sequence, 13) << "two were lost on their way to us";
  const auto late = sender.Relayed(Of(502), now);
  EXPECT_EQ(late->sequence, 12);
  EXPECT_EQ(late->timestamp, 1000U + 2 * 160);
  EXPECT_EQ(sender.Relayed(Of(504), now)->sequence, 14);
}

TEST(RtpSender, ANewSourceGoesOnWithoutAGap) {
  RtpSender sender(1, 10, 1000);
  Steady now{};
  sender.Relayed(Of(500), now);
  const auto next = sender.Relayed(Of(9000, 77), now + 20ms);
  EXPECT_EQ(next->sequence, 11);
  EXPECT_EQ(next->timestamp, 1160U);
  EXPECT_TRUE(next->marker);
}

TEST(RtpSender, NeverGivesANumberTwiceWhenSpeakersChange) {
  RtpSender sender(1, 10, 1000);
  Steady now{};
  sender.Relayed(Of(500), now);
  EXPECT_EQ(sender.Own(160, now).sequence, 11);
  EXPECT_EQ(sender.Relayed(Of(502), now)->sequence, 12);
  EXPECT_FALSE(sender.Relayed(Of(501), now)) << "its number went to our own frame";
}
}  // namespace
}  // namespace vss::media
