#pragma once
#include <optional>
#include <string>

#include "http/field_reader.hpp"

namespace vss::http {
/// `excel`: what separates the cells of a CSV that a spreadsheet is to open with a double click.
std::optional<char> ReadExcelSeparator(QueryReader& query);
/// The same CSV for that spreadsheet (ForExcel in csv.hpp), or as it is.
std::string ForReader(std::string csv, std::optional<char> excel_separator);
}  // namespace vss::http
