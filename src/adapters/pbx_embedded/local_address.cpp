#include "adapters/pbx_embedded/local_address.hpp"

#include <boost/asio/io_context.hpp>

namespace vss::pbx_embedded {
namespace ip = boost::asio::ip;
namespace {
/// On our side of a NAT: RFC 1918, link-local (RFC 3927), unique local (RFC 4193) and link-local IPv6.
bool IsPrivate(const ip::address& address) {
  if (address.is_v6())
    return address.to_v6().is_link_local() || (address.to_v6().to_bytes()[0] & 0xFE) == 0xFC;
  const auto bytes = address.to_v4().to_bytes();
  return bytes[0] == 10 || (bytes[0] == 172 && (bytes[1] & 0xF0) == 16) ||
         (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 169 && bytes[1] == 254);
}

// Connecting a UDP socket sends nothing; it only asks the routing table.
std::string RoutedAddress(const ip::address& peer) {
  boost::asio::io_context io;
  ip::udp::socket socket(io);
  boost::system::error_code failure;
  socket.open(peer.is_v6() ? ip::udp::v6() : ip::udp::v4(), failure);
  if (!failure) socket.connect({peer, 9}, failure);
  const auto local = failure ? ip::udp::endpoint() : socket.local_endpoint(failure);
  return failure ? std::string("127.0.0.1") : local.address().to_string();
}
}  // namespace

std::string LocalAddressFor(const ip::address& peer, const ip::address& bind,
                            const std::string& external_ip) {
  if (peer.is_loopback()) return LoopbackOf(bind).to_string();
  if (!external_ip.empty() && !IsPrivate(peer)) return external_ip;
  return bind.is_unspecified() ? RoutedAddress(peer) : bind.to_string();
}

std::string LocalAddresses::Towards(const ip::address& peer) {
  const Steady now = clock_.SteadyNow();
  const auto found = known_.find(peer);
  if (found != known_.end() && now < found->second.until) return found->second.address;
  if (found == known_.end() && known_.size() >= kMaxPeers) known_.clear();
  std::string address = LocalAddressFor(peer, bind_, external_ip_);
  known_.insert_or_assign(peer, Known{address, now + kKeep});
  return address;
}

ip::address LoopbackOf(const ip::address& bind) {
  if (!bind.is_unspecified()) return bind;
  return bind.is_v6() ? ip::address(ip::address_v6::loopback()) : ip::address(ip::address_v4::loopback());
}
}  // namespace vss::pbx_embedded
