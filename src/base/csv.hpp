#pragma once
#include <string>
#include <string_view>

namespace vss {
/// `text` as a cell of CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe in
/// front; a number with its sign (+7 (999) 123, -12.5) does not. In quotes when it holds what some
/// spreadsheet separates cells by.
std::string CsvCell(std::string_view text);

/// Turns a file of such cells into one that spreadsheets open with a double click: UTF-8 is marked by a byte
/// order mark, and cells are separated by what the reader's region has in lists: a semicolon where the comma
/// is a decimal sign.
class ExcelWriter {
 public:
  explicit ExcelWriter(char separator) : separator_(separator) {}
  /// The next piece of the file, in order.
  std::string Next(std::string_view csv);

 private:
  const char separator_;
  bool begun_ = false, quoted_ = false;
};
/// The whole of it.
std::string ForExcel(std::string_view csv, char separator);
}  // namespace vss
