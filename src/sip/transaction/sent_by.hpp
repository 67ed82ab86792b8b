#pragma once
#include <boost/asio/ip/address.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sip/message/message.hpp"

namespace vss::sip {

/// Which address of ours a peer can reach, with the port: host:port.
using SentByChooser = std::function<std::string(const boost::asio::ip::address& peer)>;

/// What stands in our Via (RFC 3261 §18.1.1): on a socket of all interfaces it differs with the peer, because
/// answers that get lost on the way the request came go there. Remembers what it said, and to whom; both
/// bounded. One thread.
class SentBy {
 public:
  static constexpr std::size_t kMaxPeers = 4096;  ///< remembered; then all are asked for anew
  static constexpr std::size_t kMaxOwn = 32;      ///< different addresses of ours

  /// `own` is said to everybody when there is no chooser.
  SentBy(std::string own, SentByChooser chooser) : own_{std::move(own)}, chooser_(std::move(chooser)) {}

  void SetOwn(std::string own) { own_.front() = std::move(own); }
  const std::string& Towards(const boost::asio::ip::address& peer);
  /// §18.1.2: whether a response's topmost Via is one of ours.
  bool IsOurs(const Via& via) const;
  /// Whether a Via element of a request names an address of ours.
  bool NamesUs(std::string_view element) const;

 private:
  std::vector<std::string> own_;  ///< all that was ever said; the first is the default
  SentByChooser chooser_;
  std::map<boost::asio::ip::address, std::string> peers_;
};
}  // namespace vss::sip
