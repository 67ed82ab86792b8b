#include "adapters/pbx_embedded/local_address.hpp"

#include <boost/asio/io_context.hpp>

namespace vss::pbx_embedded {
namespace ip = boost::asio::ip;
namespace {
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
  if (!external_ip.empty()) return external_ip;
  return bind.is_unspecified() ? RoutedAddress(peer) : bind.to_string();
}

ip::address LoopbackOf(const ip::address& bind) {
  if (!bind.is_unspecified()) return bind;
  return bind.is_v6() ? ip::address(ip::address_v6::loopback()) : ip::address(ip::address_v4::loopback());
}
}  // namespace vss::pbx_embedded
