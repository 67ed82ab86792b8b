#include "sip/sdp/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "base/host_name.hpp"

namespace vss::sip::sdp {
namespace {
constexpr std::array<unsigned char, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

AddressKind ClassifyV4(std::span<const unsigned char> bytes) {
  if (std::ranges::all_of(bytes, [](unsigned char b) { return b == 0; })) return AddressKind::kUnspecified;
  // 224.0.0.0/4 is multicast, 240.0.0.0/4 reserved with the broadcast address at its end, 0.0.0.0/8 "this
  // network".
  return bytes[0] >= 224 || bytes[0] == 0 ? AddressKind::kNoPeer : AddressKind::kUnicast;
}
}  // namespace

AddressKind Classify(std::string_view address) {
  const std::string text(address.substr(0, INET6_ADDRSTRLEN));
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return ClassifyV4(std::span(bytes).first(4));
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1)
    return IsHostName(address) ? AddressKind::kName : AddressKind::kNothing;
  if (std::ranges::equal(std::span(bytes).first(12), kMapped)) return ClassifyV4(std::span(bytes).last(4));
  if (std::ranges::all_of(bytes, [](unsigned char b) { return b == 0; })) return AddressKind::kUnspecified;
  return bytes[0] == 0xFF ? AddressKind::kNoPeer : AddressKind::kUnicast;
}
}  // namespace vss::sip::sdp
