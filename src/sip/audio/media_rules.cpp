#include "sip/audio/media_rules.hpp"

namespace vss::sip {
namespace {
namespace ip = boost::asio::ip;
using boost::asio::ip::udp;

std::optional<ip::address> Literal(const std::string& text) {
  boost::system::error_code failure;
  const ip::address address = ip::make_address(text, failure);
  return failure ? std::nullopt : std::optional(Plain(address));
}

/// What only means something on one machine or one wire.
bool IsNear(const ip::address& address) { return address.is_loopback() || IsLinkLocal(address); }

/// The address that a description names is believed of this peer.
bool IsBelieved(const ip::address& named, const MediaPeer& peer, const MediaRules& rules) {
  const ip::address signalling = Plain(peer.signalling);
  if (peer.kind == MediaPeerKind::kOurs || named == signalling || named.is_unspecified()) return true;
  // A peer that we meet over IPv4 is not reached by ::1 from the socket of its call.
  if (named.is_loopback()) return signalling.is_loopback() && named.is_v4() == signalling.is_v4();
  if (IsNear(named)) return false;
  return peer.kind == MediaPeerKind::kProvider || Contains(rules.phone_networks, named);
}

media::Format ToFormat(const sdp::Agreed& agreed) {
  return {
      .codec = agreed.audio.name == "PCMU" ? media::Codec::kPcmu : media::Codec::kPcma,
      .payload_type = static_cast<std::uint8_t>(agreed.audio.payload_type),
      .dtmf_payload_type = agreed.telephone_event ? agreed.telephone_event->payload_type : -1,
      .dtmf_received_type = agreed.telephone_event_in,
      .ptime_ms = agreed.ptime_ms,
  };
}

media::Peer::Source SourceOf(const MediaPeer& peer, const MediaRules& rules) {
  switch (peer.kind) {
    case MediaPeerKind::kPhone:
      return media::Peer::Source::kSameHost;
    case MediaPeerKind::kProvider:
      return rules.provider_source;
    case MediaPeerKind::kOurs:
      break;
  }
  return media::Peer::Source::kStrict;
}

udp::endpoint Allowed(const udp::endpoint& to, const MediaPeer& peer, const MediaRules& rules) {
  const bool ours = peer.kind != MediaPeerKind::kOurs && rules.is_ours && rules.is_ours(to);
  return ours ? udp::endpoint(to.address(), 0) : to;
}
}  // namespace

std::string NameToResolve(const sdp::Agreed& agreed, const MediaPeer& peer, const MediaRules& rules) {
  const bool believed = peer.kind != MediaPeerKind::kPhone || !rules.phone_networks.empty();
  return believed && !Literal(agreed.remote_address) ? agreed.remote_address : std::string();
}

media::Peer ToPeer(const sdp::Agreed& agreed, const MediaPeer& peer, const MediaRules& rules,
                   const std::optional<ip::address>& named) {
  auto address = Literal(agreed.remote_address);
  if (!address && named) address = Plain(*named);
  if (!address || !IsBelieved(*address, peer, rules)) address = Plain(peer.signalling);
  using enum sdp::Direction;
  media::Peer to{
      .rtp = Allowed({*address, agreed.remote_rtp_port}, peer, rules),
      .rtcp = Allowed({*address, agreed.remote_rtcp_port}, peer, rules),
      .format = ToFormat(agreed),
      .source = SourceOf(peer, rules),
      .networks = {},
      .send = agreed.direction == kSendRecv || agreed.direction == kSendOnly,
      .receive = agreed.direction == kSendRecv || agreed.direction == kRecvOnly,
  };
  if (to.source == media::Peer::Source::kNetworks) to.networks = rules.provider_networks;
  return to;
}
}  // namespace vss::sip
