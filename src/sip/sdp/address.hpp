#pragma once
#include <string_view>

namespace vss::sip::sdp {
enum class AddressKind {
  kUnicast,
  kUnspecified,  ///< 0.0.0.0 or ::
  kNoPeer,       ///< multicast or broadcast
  kName,         ///< a host name, which has to be resolved
  kNothing,      ///< neither
};
/// What a connection address is, IPv4-mapped IPv6 looked through.
AddressKind Classify(std::string_view address);
}  // namespace vss::sip::sdp
