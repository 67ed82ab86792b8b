#pragma once
#include <optional>
#include <string>

#include "adapters/pbx_embedded/settings.hpp"
#include "sip/b2bua/bridge.hpp"

namespace vss::pbx_embedded {

/// How a number is reached: the far leg of a call. Pure.
class DialPlan {
 public:
  /// `settings` outlives it.
  explicit DialPlan(const Settings& settings) : settings_(settings) {}

  /// Through the provider, which is at `address` now.
  sip::NumberLeg ToProvider(const sip::Endpoint& address, const std::string& callee,
                            const std::string& caller_id, int line) const;
  sip::NumberLeg ToExchange(const sip::Endpoint& exchange, const std::string& callee,
                            const std::string& caller) const;
  /// sip:6001@vss.internal
  std::string AorOf(const std::string& user) const;
  /// Whether the provider reaches us by this number: the one that we have our account there under.
  bool IsOurs(std::string_view number) const;

 private:
  const Settings& settings_;
};

/// 9001 … 9999: what a registered phone may dial itself.
bool IsServiceNumber(std::string_view number);
}  // namespace vss::pbx_embedded
