#include "media/rtcp_packet.hpp"

#include <gtest/gtest.h>

namespace vss::media {
namespace {
RtcpCompound Example() {
  RtcpCompound compound{.ssrc = 0x11223344, .cname = "abc"};
  compound.sender = SenderInfo{.ntp = 0x0102030405060708, .rtp_timestamp = 9, .packets = 10, .bytes = 1600};
  compound.blocks.push_back({.ssrc = 5,
                             .fraction_lost = 64,
                             .cumulative_lost = -3,
                             .highest_sequence = 0x1'0002,
                             .jitter = 17,
                             .last_sr = 0x03040506,
                             .delay_since_last_sr = 65'536});
  return compound;
}

TEST(RtcpPacket, ReadsTheCompoundItWrites) {
  RtcpCompound example = Example();
  example.bye = true;
  const auto bytes = EncodeRtcp(example);
  EXPECT_EQ(bytes.size() % 4, 0U);
  const auto read = DecodeRtcp(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->ssrc, 0x11223344U);
  ASSERT_TRUE(read->sender);
  EXPECT_EQ(read->sender->ntp, 0x0102030405060708U);
  EXPECT_EQ(read->sender->bytes, 1600U);
  ASSERT_EQ(read->blocks.size(), 1U);
  EXPECT_EQ(read->blocks[0].cumulative_lost, -3) << "24 bits with a sign";
  EXPECT_EQ(read->blocks[0].fraction_lost, 64);
  EXPECT_EQ(read->blocks[0].delay_since_last_sr, 65'536U);
  EXPECT_EQ(read->cname, "abc");
  EXPECT_TRUE(read->bye);
}

TEST(RtcpPacket, ANameOfAnyLengthEndsOnAWord) {
  for (std::size_t length : {0, 1, 2, 3, 4, 255, 300}) {
    const auto read = DecodeRtcp(EncodeRtcp({.ssrc = 1, .cname = std::string(length, 'x')}));
    ASSERT_TRUE(read) << length;
    EXPECT_EQ(read->cname.size(), std::min<std::size_t>(length, 255));
    EXPECT_FALSE(read->sender);
  }
}

TEST(RtcpPacket, RefusesEveryCutOfAGoodCompound) {
  const auto bytes = EncodeRtcp({.ssrc = 1, .cname = "name"});  // RR of 8 bytes, SDES
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_EQ(DecodeRtcp(std::span(bytes).first(length)).has_value(), length == 8) << length;
}

TEST(RtcpPacket, FollowsTheRulesOfCompounds) {
  // RFC 3550 §6.1, A.2: a report comes first, padding is on the last packet only, the version is 2.
  const std::vector<std::uint8_t> bye_first{0x81, 203, 0, 1, 0, 0, 0, 1};
  EXPECT_FALSE(DecodeRtcp(bye_first));
  const std::vector<std::uint8_t> padded_first{0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4};
  EXPECT_FALSE(DecodeRtcp(padded_first));
  const std::vector<std::uint8_t> block_missing{0x81, 201, 0, 1, 0, 0, 0, 1};
  EXPECT_FALSE(DecodeRtcp(block_missing));
  const std::vector<std::uint8_t> unknown_second{0x80, 201, 0, 1, 0, 0, 0, 1, 0x80, 207, 0, 0};
  EXPECT_TRUE(DecodeRtcp(unknown_second));
  const std::vector<std::uint8_t> padded_last{0x80, 201, 0, 1, 0, 0, 0, 1, 0xA0, 203, 0, 1, 0, 0, 0, 4};
  EXPECT_TRUE(DecodeRtcp(padded_last));
  const std::vector<std::uint8_t> version_one{0x40, 201, 0, 1, 0, 0, 0, 1};
  EXPECT_FALSE(DecodeRtcp(version_one));
}
}  // namespace
}  // namespace vss::media
