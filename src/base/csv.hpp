#pragma once
#include <string>
#include <string_view>

namespace vss {
/// `text` as a cell of CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe in
/// front; a telephone number with its + does not.
std::string CsvCell(std::string_view text);
}  // namespace vss
