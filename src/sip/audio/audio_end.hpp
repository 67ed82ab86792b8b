#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "media/engine.hpp"
#include "sip/audio/host_names.hpp"
#include "sip/audio/media_rules.hpp"

namespace vss::sip {

/// The other side of a leg, and what holds for it. The two outlive the leg's audio.
struct FarEnd {
  MediaPeer peer;
  const MediaRules* rules = nullptr;  ///< null with a peer of ours only
  HostNames* names = nullptr;         ///< null: names in SDP are not resolved
};

/// The audio of one leg: an RTP stream, and what SDP says about it. Closes its ports when destroyed. On its
/// shard's thread.
class AudioEnd {
 public:
  /// `address` goes into c= lines. nullptr when the engine has no ports left.
  static std::unique_ptr<AudioEnd> Open(media::Engine& engine, std::string address, FarEnd far = {});

  /// What we offer or answer. Each call is a new version of the same session (RFC 3264 §8).
  sdp::Local Describe(sdp::Direction direction);

  /// Sends to and takes from whom SDP agreed on, within the rules; a host name is resolved first.
  void Follow(const sdp::Agreed& agreed);

  /// The peer's SIP comes from there now: so may its media, from the next agreement on.
  void MoveTo(const boost::asio::ip::address& signalling) { far_.peer.signalling = signalling; }

  media::Stream& stream() { return *stream_; }
  const media::Stream& stream() const { return *stream_; }

 private:
  AudioEnd(std::unique_ptr<media::Stream> stream, std::string address, FarEnd far);

  std::unique_ptr<media::Stream> stream_;
  std::string address_;
  FarEnd far_;
  std::shared_ptr<int> following_;  ///< a name that resolves too late finds it gone
  std::uint64_t session_id_;
  std::uint64_t version_ = 0;
};
}  // namespace vss::sip
