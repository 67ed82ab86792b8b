#pragma once
#include "base/json.hpp"
#include "workspace/reports/report.hpp"

namespace vss::reports {
/// CallNumbers as the API shows them; what nothing can be said about is null.
json::object ToJson(const CallNumbers& numbers);
/// `timezone` empty: that of the machine.
json::object ToJson(const Report& report, const std::string& timezone);
/// RFC 4180 with a header line; unknown is an empty cell.
std::string ToCsv(const Report& report);
}  // namespace vss::reports
