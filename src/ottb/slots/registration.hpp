#pragma once
#include <cstdint>
#include <string>

#include "base/clock.hpp"

namespace vss::ottb {

/// A contact that a line registered with (RFC 3261 §10). The registrar's books survive a restart through
/// these.
struct Registration {
  int number = 0;       ///< the line, the user part of its AOR
  std::string contact;  ///< URI as registered
  std::string source;   ///< where it came from: udp:192.0.2.7:5062
  std::string call_id;
  std::uint32_t cseq = 0;
  std::string user_agent;
  Instant registered_at, expires_at;
};
}  // namespace vss::ottb
