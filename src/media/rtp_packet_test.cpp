#include "media/rtp_packet.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace vss::media {
namespace {
using Bytes = std::vector<std::uint8_t>;

Bytes Header(std::uint8_t first) { return {first, 0x88, 0x12, 0x34, 0, 0, 0, 160, 0xDE, 0xAD, 0xBE, 0xEF}; }
Bytes operator+(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(RtpPacket, ReadsTheFixedHeader) {
  const Bytes bytes = Header(0x80) + Bytes{1, 2, 3};
  const auto packet = DecodeRtp(bytes);
  ASSERT_TRUE(packet);
  EXPECT_TRUE(packet->header.marker);
  EXPECT_EQ(packet->header.payload_type, 8);
  EXPECT_EQ(packet->header.sequence, 0x1234);
  EXPECT_EQ(packet->header.timestamp, 160U);
  EXPECT_EQ(packet->header.ssrc, 0xDEADBEEFU);
  EXPECT_EQ(Bytes(packet->payload.begin(), packet->payload.end()), (Bytes{1, 2, 3}));
}

TEST(RtpPacket, SkipsCsrcListAndExtensionAndDropsPadding) {
  // RFC 3550 §5.1 and §5.3.1: one CSRC, an extension of two words, two octets of padding.
  const Bytes bytes = Header(0xB1) + Bytes{0, 0, 0, 9} + Bytes{0xBE, 0xDE, 0, 2, 1, 1, 1, 1, 2, 2, 2, 2} +
                      Bytes{42, 43, 0, 2};
  const auto packet = DecodeRtp(bytes);
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->csrc_count, 1);
  EXPECT_EQ(Bytes(packet->payload.begin(), packet->payload.end()), (Bytes{42, 43}));
}

TEST(RtpPacket, RefusesWhatDoesNotAddUp) {
  EXPECT_FALSE(DecodeRtp({}));
  EXPECT_FALSE(DecodeRtp(Bytes(11, 0x80))) << "short";
  EXPECT_FALSE(DecodeRtp(Header(0x40) + Bytes{1})) << "version 1";
  EXPECT_FALSE(DecodeRtp(Header(0x8F) + Bytes{1})) << "fifteen sources, none there";
  EXPECT_FALSE(DecodeRtp(Header(0x90) + Bytes{0, 0, 0})) << "half an extension header";
  EXPECT_FALSE(DecodeRtp(Header(0x90) + Bytes{0, 0, 0xFF, 0xFF, 1})) << "an endless extension";
  EXPECT_FALSE(DecodeRtp(Header(0xA0) + Bytes{1, 0})) << "no padding although said";
  EXPECT_FALSE(DecodeRtp(Header(0xA0) + Bytes{1, 3})) << "more padding than payload";
}

TEST(RtpPacket, WritesWhatItReads) {
  const RtpHeader header{
      .payload_type = 101, .marker = true, .sequence = 65'535, .timestamp = 0xFFFF'FFFF, .ssrc = 7};
  const auto bytes = EncodeRtpHeader(header);
  const auto packet = DecodeRtp(bytes);
  ASSERT_TRUE(packet);
  EXPECT_TRUE(packet->payload.empty());
  EXPECT_EQ(packet->header.sequence, header.sequence);
  EXPECT_EQ(packet->header.timestamp, header.timestamp);
  EXPECT_EQ(packet->header.payload_type, 101);
  EXPECT_TRUE(packet->header.marker);
}
}  // namespace
}  // namespace vss::media
