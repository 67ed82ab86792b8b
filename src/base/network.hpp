#pragma once
#include <boost/asio/ip/address.hpp>
#include <optional>
#include <span>
#include <string_view>

namespace vss {

/// A block of IP addresses (RFC 4632, RFC 4291 §2.3): 192.0.2.0/24, 2001:db8::/32, or one address.
class Network {
 public:
  /// nullopt when it is no such text. Bits behind the prefix are passed over: 192.0.2.7/24 is 192.0.2.0/24.
  static std::optional<Network> Parse(std::string_view text);

  /// An IPv4 address written as IPv6 (::ffff:192.0.2.7) is the IPv4 address.
  bool Contains(const boost::asio::ip::address& address) const;

 private:
  Network(boost::asio::ip::address start, unsigned bits) : start_(start), bits_(bits) {}

  boost::asio::ip::address start_;
  unsigned bits_;
};

bool Contains(std::span<const Network> networks, const boost::asio::ip::address& address);

/// An IPv4 address written as IPv6 as the IPv4 address that it is; others as they are.
boost::asio::ip::address Plain(const boost::asio::ip::address& address);
/// 169.254.0.0/16 (RFC 3927) and fe80::/10 (RFC 4291 §2.5.6).
bool IsLinkLocal(const boost::asio::ip::address& address);
}  // namespace vss
