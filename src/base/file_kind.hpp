#pragma once
#include <optional>
#include <string_view>

namespace vss {
/// Why a file of which this is the beginning is no CSV, and what to do instead, as in "is an Excel workbook;
/// save it as CSV and upload that". Nothing when it may be text.
std::optional<std::string_view> WhyNoCsv(std::string_view beginning);
}  // namespace vss
