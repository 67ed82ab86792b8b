#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "workspace/reports/dashboard.hpp"

/// "Is everything all right, and if not, where?" Pure.
namespace vss::reports {

enum class Severity { kFault, kWarning };

struct Problem {
  std::string code;  ///< api/workspace.yaml, Problem
  Severity severity = Severity::kFault;
  std::string text;                 ///< for people
  std::optional<std::string> link;  ///< page of the web application
  json::object details;
};

/// Worst first; empty when everything is all right. `dashboard` is the whole centre's.
std::vector<Problem> FindProblems(const Dashboard& dashboard, const PlatformState& platform);

/// Of the lines of a trunk that could work: how many are free, and in a call.
struct LineUse {
  std::int64_t slots = 0, ready = 0, busy = 0;
};
LineUse UseOf(const std::vector<SlotGroup>& slots, std::int64_t trunk_id);
}  // namespace vss::reports
