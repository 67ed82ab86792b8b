#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include <boost/asio/ip/address.hpp>

#include "base/files.hpp"

namespace vss::media {

/// Two bound, non-blocking UDP sockets: RTP on an even port, RTCP on the next (RFC 3550 §11).
struct PortPair {
  std::uint16_t port = 0;  ///< of RTP
  FileHandle rtp, rtcp;
};

/// The even ports of a range, handed out in turn: a port that was just freed rests behind all others, so that
/// late packets of its last call find nobody.
class PortPool {
 public:
  PortPool(boost::asio::ip::address bind, std::uint16_t first, std::uint16_t last);

  /// Skips ports that another program holds; nullopt when none can be bound or no more files may be opened.
  std::optional<PortPair> Take();
  void Return(std::uint16_t port) { free_.push_back(port); }

 private:
  boost::asio::ip::address bind_;
  std::deque<std::uint16_t> free_;
};

/// The part of a port range that belongs to one of `count` shards, so that they do not try each other's
/// ports.
std::pair<std::uint16_t, std::uint16_t> PortsOfShard(std::uint16_t first, std::uint16_t last, unsigned shard,
                                                     unsigned count);
}  // namespace vss::media
