#include "base/csv.hpp"
#include "base/text_encoding.hpp"
#include "targets.hpp"
#include "workspace/crm/import/csv_record.hpp"

namespace {
using vss::crm::CsvInput;
using vss::crm::CsvRecord;
using vss::crm::DecodeCsvRecord;
using Status = CsvRecord::Status;

std::string Quoted(const std::vector<std::string>& cells, char delimiter) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += delimiter;
    line += '"';
    for (const char c : cells[i]) line += c == '"' ? std::string("\"\"") : std::string(1, c);
    line += '"';
  }
  return line + "\r\n";
}

// More bytes never change what was decoded from fewer.
void ExpectStable(std::string_view all, std::size_t have, const CsvRecord& early, char delimiter) {
  if (early.status != Status::kRecord) return;
  const CsvRecord late = DecodeCsvRecord(all, delimiter, CsvInput::kIsComplete);
  Expect(late.cells == early.cells && late.consumed == early.consumed,
         "a record does not depend on what follows it");
  Expect(early.consumed <= have, "no byte is used that is not there");
}
}  // namespace

// The first byte chooses the delimiter. A file is read to its end in records, each of which says what was
// read.
int FuzzCsv(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const char delimiter = ",;\t"[data[0] % 3];
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  while (true) {
    ExpectStable(rest, rest.size() / 2,
                 DecodeCsvRecord(rest.substr(0, rest.size() / 2), delimiter, CsvInput::kGoesOn), delimiter);
    const CsvRecord record = DecodeCsvRecord(rest, delimiter, CsvInput::kIsComplete);
    Expect(record.status != Status::kNeedMore || rest.size() >= vss::crm::kMaxCsvRecord,
           "what is all there needs no more");
    if (record.status == Status::kEnd || record.status == Status::kNeedMore) break;
    Expect(record.consumed > 0 && record.consumed <= rest.size(),
           "every answer takes bytes, and only those there are");
    Expect(record.empty_lines <= record.lines, "empty lines are lines");
    if (record.status == Status::kRecord) {
      Expect(!record.cells.empty() && record.cells.size() <= vss::crm::kMaxCsvColumns + 1,
             "a record has cells");
      const CsvRecord again =
          DecodeCsvRecord(Quoted(record.cells, delimiter), delimiter, CsvInput::kIsComplete);
      Expect(again.status != Status::kRecord || again.cells == record.cells, "quoting keeps every cell");
      for (const std::string& cell : record.cells) {
        vss::ToUtf8(cell, vss::Encoding::kWindows1251);
        vss::CsvCell(cell);
      }
    }
    rest.remove_prefix(record.consumed);
  }
  vss::DetectEncoding(rest);
  return 0;
}
