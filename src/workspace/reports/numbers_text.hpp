#pragma once
#include "base/json.hpp"
#include "workspace/reports/report.hpp"

namespace vss::reports {
/// CallNumbers as the API shows them; what nothing can be said about is null.
json::object ToJson(const CallNumbers& numbers);
/// `timezone` empty: that of the machine.
json::object ToJson(const Report& report, const std::string& timezone);
/// What stands between the whole and the fraction of a number.
enum class DecimalSign { kPoint, kComma };
/// RFC 4180 with a header line; unknown is an empty cell, and times are whole seconds.
std::string ToCsv(const Report& report, DecimalSign sign = DecimalSign::kPoint);
}  // namespace vss::reports
