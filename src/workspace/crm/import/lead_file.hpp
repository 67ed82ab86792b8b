#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "workspace/crm/import/csv_record.hpp"
#include "workspace/crm/import/lead_row.hpp"

namespace vss::crm {

/// One row of the file.
struct FileRow {
  std::int64_t line = 0;  ///< of the file, from 1
  std::vector<std::string> cells;
  std::optional<LeadRow> lead;
  std::string reason;  ///< why there is none
};

/// Where reading stands: behind the last row that was answered.
struct FilePlace {
  std::int64_t bytes = 0, lines = 0;
};

/// A CSV file of leads, read row by row with a buffer of 256 KiB, whatever its size. Blocks; used by one
/// thread at a time.
class LeadFile {
 public:
  /// Reads the header line, and, unless the options say the encoding, as much of the file as tells it. Throws
  /// Error(kInvalidParams) naming what is wrong with the file or the mapping.
  LeadFile(const std::filesystem::path& path, ImportOptions options,
           PhoneColumn phone = PhoneColumn::kRequired);

  /// Goes on at a place that an earlier LeadFile of the same file had.
  void Seek(FilePlace place);
  /// The next rows, at most `most`; fewer only at the end. Rows of empty cells, which spreadsheets leave at
  /// the end, are none.
  std::vector<FileRow> Next(std::size_t most);

  FilePlace place() const { return place_; }
  const Columns& columns() const { return columns_; }
  const ImportOptions& options() const {
    return options_;
  }  ///< with delimiter and encoding as they were found

 private:
  CsvRecord NextRecord();
  void SkipRestOfLine();
  bool Fill();
  void ReadHeader(PhoneColumn phone);
  void SkipSeparatorLine();
  Encoding FindEncoding();
  std::size_t CountColumns(const std::vector<std::string>& cells) const;
  std::vector<std::string> ReadTitles(CsvRecord header);
  FileRow ToRow(CsvRecord record, std::int64_t line) const;
  std::optional<std::string> ReadCells(CsvRecord& record, std::vector<std::string>& cells) const;

  ImportOptions options_;
  FileHandle file_;
  std::string buffer_;
  std::size_t used_ = 0;  ///< of buffer_
  bool at_end_ = false;
  FilePlace place_;
  Columns columns_;
  enum class Kind {
    kList,
    kRejects
  } kind_ = Kind::kList;  ///< rejects: of an earlier import (reject_file.hpp)
};
}  // namespace vss::crm
