#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "ottb/calls/call_id.hpp"
#include "ottb/trunks/trunk.hpp"

namespace vss::ottb {

/// A running call since whose beginning the wall clock was set: the books measure it by the time of its own.
struct ClockLead {
  CallId id;
  std::optional<std::string> user_id;
  TrunkId trunk_id;
  bool answered = false;
  std::chrono::milliseconds lead{0};  ///< how far the wall clock is ahead of the call's own time
};
using ClockLeads = std::vector<ClockLead>;
}  // namespace vss::ottb
