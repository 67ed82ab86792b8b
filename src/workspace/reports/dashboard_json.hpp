#pragma once
#include "workspace/reports/problems.hpp"

namespace vss::reports {
/// `timezone` empty: that of the machine.
json::object ToJson(const Dashboard& dashboard, const PlatformState& platform, const std::string& timezone);
}  // namespace vss::reports
