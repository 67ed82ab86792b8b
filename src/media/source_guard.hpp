#pragma once
#include "base/clock.hpp"
#include "media/stream.hpp"

namespace vss::media {

/// Decides whose packets a stream takes and where its own go ("RTP bleed"). Besides the signalled address and
/// port, Peer::Source says who may become the source: by the first packet that is taken, however late it
/// comes, and again when the source has fallen silent and comes back from another port of its address. The
/// SSRC is pinned by the first packet. Nothing that a foreign packet says changes where we send. Pure.
class SourceGuard {
 public:
  /// The peer as just signalled. What was latched stays when the address is the same as before; the SSRC may
  /// change once, as new signalling may bring a new sender.
  void Signal(const Peer& peer);

  enum class Verdict : std::uint8_t { kAccept, kNewSource, kForeign };
  /// For a packet that is valid and of an agreed payload type. kNewSource: the statistics start anew.
  Verdict Check(const boost::asio::ip::udp::endpoint& from, std::uint32_t ssrc, Steady now);
  /// For a valid packet of any payload type: it comes from the source, and changes nothing here.
  bool IsSource(const boost::asio::ip::udp::endpoint& from, std::uint32_t ssrc) const;
  /// The same for RTCP, which comes from a port of its own.
  bool TakesRtcp(const boost::asio::ip::udp::endpoint& from, std::uint32_t ssrc) const;

  const boost::asio::ip::udp::endpoint& rtp_target() const { return rtp_; }
  const boost::asio::ip::udp::endpoint& rtcp_target() const { return rtcp_; }
  std::optional<std::uint32_t> ssrc() const { return ssrc_; }

 private:
  bool MayMoveTo(const boost::asio::ip::udp::endpoint& from, Steady now) const;
  bool TakesSsrc(std::uint32_t ssrc, Steady now);
  void MoveTo(const boost::asio::ip::udp::endpoint& from);

  std::optional<Peer> peer_;
  boost::asio::ip::udp::endpoint signalled_, rtp_, rtcp_;
  Steady heard_at_;
  bool heard_ = false;  ///< a packet was taken since the peer was signalled
  std::optional<std::uint32_t> ssrc_, candidate_;
  int candidate_packets_ = 0;
};
}  // namespace vss::media
