#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace vss::media {

inline constexpr std::size_t kRtpHeaderBytes = 12;

/// The fixed header of RFC 3550 §5.1 without what VSS does not send: CSRC list, extension, padding.
struct RtpHeader {
  std::uint8_t payload_type = 0;
  bool marker = false;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
  std::uint32_t ssrc = 0;
};

struct RtpPacket {
  RtpHeader header;
  std::uint8_t csrc_count = 0;
  std::span<const std::uint8_t> payload;  ///< into the datagram, without padding
};

/// nullopt when the datagram is not a whole RTP packet of version 2 (RFC 3550 §5.1, A.1).
std::optional<RtpPacket> DecodeRtp(std::span<const std::uint8_t> datagram);
std::array<std::uint8_t, kRtpHeaderBytes> EncodeRtpHeader(const RtpHeader& header);
}  // namespace vss::media
