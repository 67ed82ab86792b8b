#pragma once
#include <filesystem>

#include "base/files.hpp"
#include "workspace/crm/import/lead_file.hpp"

namespace vss::crm {

/// The rows of a file that were refused, as CSV: row, reason, and the columns of the file. Blocks.
class RejectFile {
 public:
  /// Goes on behind `keep_bytes`; what stands behind them was written by an attempt that was not committed.
  /// Throws Error(kServiceUnavailable) when the disk does not take it.
  RejectFile(const std::filesystem::path& path, std::int64_t keep_bytes);
  void Header(const std::vector<std::string>& titles);
  void Append(const FileRow& row);
  /// Writes, and says how many bytes the file has now.
  std::int64_t Flush();

 private:
  std::filesystem::path path_;
  FileHandle file_;
  std::int64_t bytes_;
  std::string pending_;
};
}  // namespace vss::crm
