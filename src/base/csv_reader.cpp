#include "base/csv_reader.hpp"

#include <algorithm>

namespace vss {
namespace {
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

char DelimiterOf(std::string_view first_line) {
  return std::ranges::max({',', ';', '\t'}, {},
                          [&](char delimiter) { return std::ranges::count(first_line, delimiter); });
}

// Takes one cell off `text`; what ends it stays.
std::string TakeCell(std::string_view& text, char delimiter, std::size_t& lines) {
  std::string cell;
  bool quoted = text.starts_with('"');
  if (quoted) text.remove_prefix(1);
  while (!text.empty()) {
    const char c = text.front();
    if (quoted && c == '"') {
      if (text.substr(1).starts_with('"')) {
        text.remove_prefix(1);
        cell += '"';
      } else {
        quoted = false;
      }
      text.remove_prefix(1);
      continue;
    }
    if (!quoted && (c == delimiter || c == '\n' || c == '\r')) break;
    if (c == '\n') ++lines;
    cell += c;
    text.remove_prefix(1);
  }
  return cell;
}

void TakeLineEnd(std::string_view& text) {
  if (text.starts_with('\r')) text.remove_prefix(1);
  if (text.starts_with('\n')) text.remove_prefix(1);
}
}  // namespace

std::vector<CsvRow> ReadCsv(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const char delimiter = DelimiterOf(text.substr(0, text.find_first_of("\r\n")));
  std::vector<CsvRow> rows;
  for (std::size_t line = 1; !text.empty(); ++line) {
    CsvRow row{.line = line};
    row.cells.push_back(TakeCell(text, delimiter, line));
    while (text.starts_with(delimiter)) {
      text.remove_prefix(1);
      row.cells.push_back(TakeCell(text, delimiter, line));
    }
    TakeLineEnd(text);
    if (row.cells.size() > 1 || !row.cells.front().empty()) rows.push_back(std::move(row));
  }
  return rows;
}
}  // namespace vss
