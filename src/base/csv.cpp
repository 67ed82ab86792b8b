#include "base/csv.hpp"

#include <algorithm>

namespace vss {
namespace {
// A sign with digits behind it, grouped or not, is a number as somebody wrote it; a person's words may be a
// formula, and so may 1-2.
bool IsNumber(std::string_view text) {
  return text.size() > 1 && std::string_view("+-").contains(text[0]) &&
         std::ranges::all_of(text.substr(1),
                             [](char c) { return std::string_view("0123456789. ()").contains(c); });
}
}  // namespace

std::string CsvCell(std::string_view text) {
  std::string out;
  if (!text.empty() && std::string_view("=+-@\t\r").contains(text[0]) && !IsNumber(text)) out += '\'';
  out += text;
  if (out.find_first_of(",;\"\r\n\t") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

// Quoted cells stay as they are; what any spreadsheet separates by stands in quotes (see CsvCell).
std::string ExcelWriter::Next(std::string_view csv) {
  std::string out = begun_ ? "" : "\uFEFF";
  begun_ = true;
  out.reserve(out.size() + csv.size());
  for (const char c : csv) {
    if (c == '"') quoted_ = !quoted_;
    out += c == ',' && !quoted_ ? separator_ : c;
  }
  return out;
}

std::string ForExcel(std::string_view csv, char separator) { return ExcelWriter(separator).Next(csv); }
}  // namespace vss
