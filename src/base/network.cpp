#include "base/network.hpp"

#include <algorithm>
#include <charconv>

namespace vss {
namespace {
namespace ip = boost::asio::ip;

/// The first `bits` of both are the same.
bool SameStart(std::span<const unsigned char> a, std::span<const unsigned char> b, unsigned bits) {
  const std::size_t whole = bits / 8;
  if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin())) return false;
  const unsigned rest = bits % 8;
  return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}
}  // namespace

ip::address Plain(const ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return ip::make_address_v4(ip::v4_mapped, address.to_v6());
}

bool IsLinkLocal(const ip::address& address) {
  const ip::address plain = Plain(address);
  if (plain.is_v6()) return plain.to_v6().is_link_local();
  const auto bytes = plain.to_v4().to_bytes();
  return bytes[0] == 169 && bytes[1] == 254;
}

std::optional<Network> Network::Parse(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  boost::system::error_code failure;
  const ip::address start = ip::make_address(text.substr(0, slash), failure);
  if (failure) return std::nullopt;
  const unsigned most = start.is_v4() ? 32 : 128;
  if (slash == text.size()) return Network(start, most);
  const std::string_view length = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
  if (error != std::errc() || end != length.data() + length.size() || bits > most) return std::nullopt;
  return Network(start, bits);
}

bool Network::Contains(const ip::address& address) const {
  const ip::address plain = Plain(address);
  if (plain.is_v4() != start_.is_v4()) return false;
  if (plain.is_v4()) return SameStart(plain.to_v4().to_bytes(), start_.to_v4().to_bytes(), bits_);
  return SameStart(plain.to_v6().to_bytes(), start_.to_v6().to_bytes(), bits_);
}

bool Contains(std::span<const Network> networks, const ip::address& address) {
  return std::ranges::any_of(networks, [&](const Network& network) { return network.Contains(address); });
}
}  // namespace vss
