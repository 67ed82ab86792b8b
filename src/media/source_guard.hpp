#pragma once
#include "base/clock.hpp"
#include "media/stream.hpp"

namespace vss::media {

/// Decides whose packets a stream takes and where its own go ("RTP bleed"): the signalled address only, or,
/// for a peer behind NAT, one latch within a window after it was signalled. The SSRC is pinned by the first
/// packet. Nothing that a foreign packet says changes where we send. Pure.
class SourceGuard {
 public:
  explicit SourceGuard(std::chrono::milliseconds latch_window) : window_(latch_window) {}

  /// The peer as just signalled. What was latched stays when the address is the same as before; the SSRC may
  /// change once, as new signalling may bring a new sender.
  void Signal(const Peer& peer, Steady now);

  enum class Verdict : std::uint8_t { kAccept, kNewSource, kForeign };
  /// For a packet that is valid and of an agreed payload type. kNewSource: the statistics start anew.
  Verdict Check(const boost::asio::ip::udp::endpoint& from, std::uint32_t ssrc, Steady now);
  /// The same for RTCP, which neither latches nor pins.
  bool TakesRtcp(const boost::asio::ip::udp::endpoint& from, std::uint32_t ssrc) const;

  const boost::asio::ip::udp::endpoint& rtp_target() const { return rtp_; }
  const boost::asio::ip::udp::endpoint& rtcp_target() const { return rtcp_; }
  std::optional<std::uint32_t> ssrc() const { return ssrc_; }

 private:
  bool MayLatch(const boost::asio::ip::udp::endpoint& from, Steady now) const;
  bool IsSource(const boost::asio::ip::udp::endpoint& from, Steady now);

  std::chrono::milliseconds window_;
  std::optional<Peer> peer_;
  boost::asio::ip::udp::endpoint rtp_, rtcp_;
  Steady signalled_at_, heard_at_;
  bool latched_ = false;
  std::optional<std::uint32_t> ssrc_;
};
}  // namespace vss::media
