#include "media/source_guard.hpp"

namespace vss::media {
namespace {
using boost::asio::ip::udp;
// A sender behind the right address may change its SSRC without new signalling (a provider that changes from
// announcement to speech). The pinned one must have been silent for this long, so that packets with a forged
// address cannot take a running stream over.
constexpr std::chrono::milliseconds kSourceChangeSilence{500};
}  // namespace

void SourceGuard::Signal(const Peer& peer, Steady now) {
  const bool same = peer_ && peer_->rtp == peer.rtp && peer_->source == peer.source &&
                    peer_->nat_address == peer.nat_address;
  peer_ = peer;
  ssrc_.reset();
  if (same && latched_) return;
  latched_ = false;
  signalled_at_ = now;
  rtp_ = peer.rtp;
  rtcp_ = peer.rtcp;
}

bool SourceGuard::MayLatch(const udp::endpoint& from, Steady now) const {
  if (peer_->source != Peer::Source::kLatch || latched_ || now - signalled_at_ > window_) return false;
  return from.address() == peer_->rtp.address() || from.address() == peer_->nat_address;
}

bool SourceGuard::IsSource(const udp::endpoint& from, Steady now) {
  if (MayLatch(from, now)) {
    latched_ = true;
    if (from != rtp_) {
      // The address translator's port for RTCP is not known; RFC 3550 §11's next port is the best guess.
      rtcp_ = udp::endpoint(from.address(), static_cast<std::uint16_t>(from.port() + 1));
      rtp_ = from;
    }
  }
  return from == rtp_;
}

SourceGuard::Verdict SourceGuard::Check(const udp::endpoint& from, std::uint32_t ssrc, Steady now) {
  if (!peer_ || !IsSource(from, now)) return Verdict::kForeign;
  const bool pinned = ssrc_ == ssrc;
  if (ssrc_ && !pinned && now - heard_at_ < kSourceChangeSilence) return Verdict::kForeign;
  heard_at_ = now;
  if (pinned) return Verdict::kAccept;
  ssrc_ = ssrc;
  return Verdict::kNewSource;
}

bool SourceGuard::TakesRtcp(const udp::endpoint& from, std::uint32_t ssrc) const {
  if (!peer_) return false;
  const bool right_address = from == rtcp_ || (latched_ && from.address() == rtp_.address());
  return right_address && (!ssrc_ || ssrc_ == ssrc);
}
}  // namespace vss::media
