#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "media/stream.hpp"
#include "sip/sdp/sdp.hpp"

namespace vss::sip {

/// Who is at the other end of a leg, which says how far its SDP is believed.
enum class MediaPeerKind : std::uint8_t {
  kOurs,      ///< a softphone or the test exchange of this process
  kPhone,     ///< proved a password, and nothing about the addresses that it names
  kProvider,  ///< configured; its media gateways are where its SDP says
};

struct MediaPeer {
  MediaPeerKind kind = MediaPeerKind::kOurs;
  boost::asio::ip::address signalling;  ///< where its SIP comes from
};

/// Where media may go to and come from.
struct MediaRules {
  std::vector<Network> phone_networks;  ///< that a phone may name besides the address of its SIP
  media::Peer::Source provider_source = media::Peer::Source::kStrict;
  std::vector<Network> provider_networks;  ///< with kNetworks
  /// A port that this process has bound, or may: sound to there would go round in circles.
  std::function<bool(const boost::asio::ip::udp::endpoint&)> is_ours;
};

/// What the media has to know of the peer that SDP agreed on. `named`: what the host name in it resolved to;
/// nullopt: it did not, or has none.
///
/// A phone's description says what the phone believes, behind an address translator, or what somebody wants
/// us to shoot at. So its media is at the address that its SIP comes from, on the port that it names, until
/// its first packet says more (media::Peer::Source::kSameHost). Other addresses count when `rules` have them;
/// loopback and link-local ones never, unless its SIP comes from loopback, too. A provider's counts, but for
/// loopback and link-local ones. To a port of our own nothing is sent.
media::Peer ToPeer(const sdp::Agreed& agreed, const MediaPeer& peer, const MediaRules& rules,
                   const std::optional<boost::asio::ip::address>& named = std::nullopt);

/// The host name in `agreed` that has to be resolved before ToPeer() knows all; empty: none, or it would not
/// be believed anyway.
std::string NameToResolve(const sdp::Agreed& agreed, const MediaPeer& peer, const MediaRules& rules);
}  // namespace vss::sip
