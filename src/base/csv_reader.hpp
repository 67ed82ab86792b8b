#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vss {

struct CsvRow {
  std::size_t line = 0;  ///< that it begins at, from 1
  std::vector<std::string> cells;
};

/// The rows of a small text (RFC 4180, with the line ends and the delimiter that it has: comma, semicolon or
/// tab, whichever the first line holds most of). A byte order mark and empty lines are left out. Quotes that
/// are no pair belong to the cell. Never fails.
std::vector<CsvRow> ReadCsv(std::string_view text);
}  // namespace vss
