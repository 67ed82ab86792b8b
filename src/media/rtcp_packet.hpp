#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// RTCP of RFC 3550 §6.
namespace vss::media {

/// §6.4.1: what a receiver says of one source.
struct ReportBlock {
  std::uint32_t ssrc = 0;
  std::uint8_t fraction_lost = 0;         ///< of 256
  std::int32_t cumulative_lost = 0;       ///< 24 bits, signed
  std::uint32_t highest_sequence = 0;     ///< extended
  std::uint32_t jitter = 0;               ///< timestamp units
  std::uint32_t last_sr = 0;              ///< middle 32 bits of the NTP time of the last SR; 0: none
  std::uint32_t delay_since_last_sr = 0;  ///< in 1/65536 s
};

struct SenderInfo {
  std::uint64_t ntp = 0;  ///< 32.32
  std::uint32_t rtp_timestamp = 0;
  std::uint32_t packets = 0, bytes = 0;
};

/// One compound packet: an SR or RR, then SDES, BYE and what else there may be.
struct RtcpCompound {
  std::uint32_t ssrc = 0;
  std::optional<SenderInfo> sender;  ///< none: a receiver report
  std::vector<ReportBlock> blocks;   ///< at most 31 a packet
  std::string cname;
  bool bye = false;
};

inline constexpr std::size_t kMaxRtcpBytes = 1500;

/// nullopt when it is no valid compound (§6.1, A.2): the first packet is SR or RR, the lengths add up
/// exactly, padding is on the last packet only. Unknown packet types are skipped.
std::optional<RtcpCompound> DecodeRtcp(std::span<const std::uint8_t> datagram);
/// `blocks` beyond 31 and a CNAME beyond 255 bytes are cut.
std::vector<std::uint8_t> EncodeRtcp(const RtcpCompound& compound);
}  // namespace vss::media
