#pragma once
#include <chrono>
#include <expected>
#include <optional>

#include "sip/message/message.hpp"

namespace vss::sip {

struct InfoDigit {
  char digit = '0';  ///< 0–9 * # A–D
  std::chrono::milliseconds duration{250};
};

/// A digit carried by INFO (application/dtmf-relay as phones and gateways send it, application/dtmf): nothing
/// for an empty INFO, else the status that refuses it.
std::expected<std::optional<InfoDigit>, int> ReadInfo(const Message& info);
}  // namespace vss::sip
