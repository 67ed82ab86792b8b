#include "http/spreadsheet.hpp"

#include "base/csv.hpp"

namespace vss::http {
std::optional<char> ReadExcelSeparator(QueryReader& query) {
  const auto name = query.Choice("excel", {"comma", "semicolon", "tab"});
  if (!name) return std::nullopt;
  return *name == "semicolon" ? ';' : *name == "tab" ? '\t' : ',';
}

std::string ForReader(std::string csv, std::optional<char> excel_separator) {
  return excel_separator ? ForExcel(csv, *excel_separator) : std::move(csv);
}
}  // namespace vss::http
