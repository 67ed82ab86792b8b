#include "media/rtp_packet.hpp"

#include "media/bytes.hpp"

namespace vss::media {
namespace {
constexpr std::uint8_t kVersion2 = 0x80, kPadding = 0x20, kExtension = 0x10, kCsrcCount = 0x0F;
constexpr std::size_t kWord = 4;

/// Where the payload starts: behind the CSRC list and one header extension (§5.3.1).
std::optional<std::size_t> PayloadStart(std::span<const std::uint8_t> datagram) {
  std::size_t start = kRtpHeaderBytes + (datagram[0] & kCsrcCount) * kWord;
  if (datagram[0] & kExtension) {
    if (datagram.size() < start + kWord) return std::nullopt;
    start += kWord + Load16(datagram.subspan(start + 2)) * kWord;
  }
  if (datagram.size() < start) return std::nullopt;
  return start;
}

/// §5.1: the last octet of the padding counts the padding, itself included.
std::optional<std::size_t> PaddingBytes(std::span<const std::uint8_t> datagram, std::size_t start) {
  if (!(datagram[0] & kPadding)) return 0;
  const std::size_t padding = datagram.back();
  if (padding == 0 || padding > datagram.size() - start) return std::nullopt;
  return padding;
}
}  // namespace

std::optional<RtpPacket> DecodeRtp(std::span<const std::uint8_t> datagram) {
  if (datagram.size() < kRtpHeaderBytes || (datagram[0] & 0xC0) != kVersion2) return std::nullopt;
  const auto start = PayloadStart(datagram);
  if (!start) return std::nullopt;
  const auto padding = PaddingBytes(datagram, *start);
  if (!padding) return std::nullopt;

  RtpPacket packet;
  packet.header.marker = (datagram[1] & 0x80) != 0;
  packet.header.payload_type = datagram[1] & 0x7F;
  packet.header.sequence = Load16(datagram.subspan(2));
  packet.header.timestamp = Load32(datagram.subspan(4));
  packet.header.ssrc = Load32(datagram.subspan(8));
  packet.csrc_count = datagram[0] & kCsrcCount;
  packet.payload = datagram.subspan(*start, datagram.size() - *start - *padding);
  return packet;
}

std::array<std::uint8_t, kRtpHeaderBytes> EncodeRtpHeader(const RtpHeader& header) {
  std::array<std::uint8_t, kRtpHeaderBytes> bytes{};
  const std::span<std::uint8_t> out(bytes);
  out[0] = kVersion2;
  out[1] = static_cast<std::uint8_t>((header.marker ? 0x80 : 0) | (header.payload_type & 0x7F));
  Store16(out.subspan(2), header.sequence);
  Store32(out.subspan(4), header.timestamp);
  Store32(out.subspan(8), header.ssrc);
  return bytes;
}
}  // namespace vss::media
