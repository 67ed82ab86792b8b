#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "media/engine.hpp"
#include "sip/sdp/sdp.hpp"

namespace vss::sip {

/// The audio of one leg: an RTP stream, and what SDP says about it. Closes its ports when destroyed. On its
/// shard's thread.
class AudioEnd {
 public:
  /// `address` goes into c= lines. nullptr when the engine has no ports left.
  static std::unique_ptr<AudioEnd> Open(media::Engine& engine, std::string address);

  /// What we offer or answer. Each call is a new version of the same session (RFC 3264 §8).
  sdp::Local Describe(sdp::Direction direction);

  /// Sends to and takes from whom SDP agreed on. `nat_address`: the peer's SIP came from there, so its RTP
  /// may come from another port than it signalled, which the stream then latches to.
  void Follow(const sdp::Agreed& agreed, std::optional<boost::asio::ip::address> nat_address = std::nullopt);

  media::Stream& stream() { return *stream_; }
  const media::Stream& stream() const { return *stream_; }

 private:
  AudioEnd(std::unique_ptr<media::Stream> stream, std::string address);

  std::unique_ptr<media::Stream> stream_;
  std::string address_;
  std::uint64_t session_id_;
  std::uint64_t version_ = 0;
};

/// nullopt when `agreed` names no literal address.
std::optional<media::Peer> ToPeer(const sdp::Agreed& agreed,
                                  std::optional<boost::asio::ip::address> nat_address);
}  // namespace vss::sip
