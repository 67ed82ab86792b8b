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
  std::optional<Lead> lead;
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
  /// Reads the header line. Throws Error(kInvalidParams) naming what is wrong with the file or the mapping.
  LeadFile(const std::filesystem::path& path, ImportOptions options);

  /// Goes on at a place that an earlier LeadFile of the same file had.
  void Seek(FilePlace place);
  /// The next rows, at most `most`; fewer only at the end.
  std::vector<FileRow> Next(std::size_t most);

  FilePlace place() const { return place_; }
  const std::vector<std::string>& titles() const { return titles_; }
  const Columns& columns() const { return columns_; }
  const ImportOptions& options() const {
    return options_;
  }  ///< with delimiter and encoding as they were found

 private:
  CsvRecord NextRecord();
  bool Fill();
  void ReadHeader();
  FileRow ToRow(CsvRecord record, std::int64_t line) const;

  ImportOptions options_;
  FileHandle file_;
  std::string buffer_;
  std::size_t used_ = 0;  ///< of buffer_
  bool at_end_ = false;
  FilePlace place_;
  std::vector<std::string> titles_;
  Columns columns_;
};
}  // namespace vss::crm
