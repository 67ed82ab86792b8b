#pragma once
#include "base/phone_number.hpp"
#include "ottb/settings.hpp"

namespace vss::ottb {

/// Where calls may go (domain.md, Compliance: toll fraud). Pure; every refusal is an Error for the caller to
/// read.
class DialRules {
 public:
  explicit DialRules(const DialSettings& settings) : settings_(settings) {}

  /// Reads the number to call. Throws kInvalidParams for what no numbering plan can have,
  /// kDestinationNotAllowed for emergency and short numbers, for countries that are not allowed, and for
  /// numbers that cost more than a call.
  PhoneNumber Destination(std::string_view text) const;
  /// Reads the number to show. Throws kInvalidParams.
  std::string CallerId(std::string_view text) const;

 private:
  const DialSettings& settings_;
};
}  // namespace vss::ottb
