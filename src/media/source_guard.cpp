#include "media/source_guard.hpp"

namespace vss::media {
namespace {
using boost::asio::ip::udp;
using namespace std::chrono_literals;

// A sender behind the right address may change its SSRC without new signalling: a provider that goes from
// announcement to speech, a phone after its hold. Packets with a forged address must not take a running
// stream over, so the pinned SSRC must have been silent. After a pause of speech one packet is enough. Else
// it takes three in a row (RFC 3550 A.1 asks two of a new source) without one of the old SSRC between or
// shortly before them, which costs 40 ms of speech.
constexpr auto kPause = 500ms, kJustHeard = 60ms;
constexpr int kProbation = 3;

// An address translator that forgot its mapping, a phone that opened its media anew.
constexpr auto kMoveAfter = 1s;
}  // namespace

void SourceGuard::Signal(const Peer& peer) {
  const bool same = peer_ && signalled_ == peer.rtp && peer_->source == peer.source;
  peer_ = peer;
  ssrc_.reset();
  candidate_.reset();
  // RFC 3264 §8.4: the unspecified address is a hold; who resumes is where it was.
  if (peer.rtp.address().is_unspecified() || (same && heard_)) return;
  signalled_ = peer.rtp;
  heard_ = false;
  rtp_ = peer.rtp;
  rtcp_ = peer.rtcp;
}

bool SourceGuard::MayMoveTo(const udp::endpoint& from, Steady now) const {
  if (peer_->source == Peer::Source::kStrict) return false;
  if (heard_ && now - heard_at_ < kMoveAfter) return false;
  if (from.address() == rtp_.address()) return true;
  return !heard_ && peer_->source == Peer::Source::kNetworks && Contains(peer_->networks, from.address());
}

void SourceGuard::MoveTo(const udp::endpoint& from) {
  // The address translator's port for RTCP is not known; RFC 3550 §11's next port is the best guess.
  rtcp_ = udp::endpoint(from.address(), static_cast<std::uint16_t>(from.port() + 1));
  rtp_ = from;
}

bool SourceGuard::TakesSsrc(std::uint32_t ssrc, Steady now) {
  if (!ssrc_ || ssrc_ == ssrc) return true;
  const auto silent = now - heard_at_;
  candidate_packets_ = candidate_ == ssrc ? candidate_packets_ + 1 : 1;
  candidate_ = ssrc;
  return silent >= kPause || (silent >= kJustHeard && candidate_packets_ >= kProbation);
}

SourceGuard::Verdict SourceGuard::Check(const udp::endpoint& from, std::uint32_t ssrc, Steady now) {
  if (!peer_) return Verdict::kForeign;
  const bool moves = from != rtp_;
  if (moves && !MayMoveTo(from, now)) return Verdict::kForeign;
  if (!TakesSsrc(ssrc, now)) return Verdict::kForeign;
  if (moves) MoveTo(from);
  heard_ = true;
  heard_at_ = now;
  candidate_.reset();
  if (ssrc_ == ssrc) return Verdict::kAccept;
  ssrc_ = ssrc;
  return Verdict::kNewSource;
}

bool SourceGuard::IsSource(const udp::endpoint& from, std::uint32_t ssrc) const {
  return peer_ && from == rtp_ && (!ssrc_ || ssrc_ == ssrc);
}

bool SourceGuard::TakesRtcp(const udp::endpoint& from, std::uint32_t ssrc) const {
  if (!peer_) return false;
  const bool behind_nat = peer_->source != Peer::Source::kStrict && from.address() == rtp_.address();
  return (from == rtcp_ || behind_nat) && (!ssrc_ || ssrc_ == ssrc);
}
}  // namespace vss::media
