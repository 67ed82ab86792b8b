#pragma once
#include <string>

#include "sip/message/message.hpp"

namespace vss::sip {

/// Why the peer says it ended something (RFC 3326).
struct Reason {
  int q850 = 0;      ///< cause of its Q.850 value; 0 when there is none
  std::string text;  ///< of the first value that has one; clean
};
inline constexpr std::size_t kMaxReasonText = 128;  ///< bytes of their words that are kept
Reason ReadReason(const Message& message);
/// Q.850;cause=16
std::string WriteReason(int q850);
}  // namespace vss::sip
