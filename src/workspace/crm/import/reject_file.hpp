#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "workspace/crm/import/lead_file.hpp"

namespace vss::crm {

/// What stands in front of the file's own columns.
inline constexpr std::array<std::string_view, 2> kRejectTitles = {"row", "reason"};
inline constexpr std::array<std::string_view, 2> kRussianRejectTitles = {"строка", "причина"};
inline constexpr std::ptrdiff_t kRejectColumns = std::ssize(kRejectTitles);
/// In either language.
bool IsRejectHeader(const std::vector<std::string>& titles);

/// What the last line says instead of a reason when rows are missing.
inline constexpr std::string_view kRejectsAreFull =
    "the file of rejected rows is full; those below this one are not in it";

/// A cell of the upload as it is written there: never a formula for a spreadsheet; and as it was before that.
std::string WriteRejectCell(std::string_view text);
std::string ReadRejectCell(std::string text);

/// The rows of a file that were refused, as CSV: row, reason, and the columns of the file, with all that
/// stood in them, so that the file can be imported again when its cells are mended. Blocks.
class RejectFile {
 public:
  struct Bounds {
    std::int64_t keep_bytes =
        0;  ///< goes on behind them; what follows was written by an attempt that was not committed
    std::int64_t max_bytes = 0;  ///< further rows are not kept
  };
  /// For an upload of so many bytes: a row takes its own length and that of its reason.
  static std::int64_t MaxBytesOf(std::int64_t upload_bytes) { return 1024 * 1024 + 2 * upload_bytes; }

  /// Throws Error(kServiceUnavailable) when the disk does not take it.
  RejectFile(const std::filesystem::path& path, Bounds bounds);
  void Header(const Columns& columns);
  void Append(const FileRow& row);
  /// Writes, and says how many bytes the file has now.
  std::int64_t Flush();

 private:
  bool IsFull() const;

  std::filesystem::path path_;
  FileHandle file_;
  std::int64_t bytes_;
  const std::int64_t max_bytes_;
  std::string pending_;
};

/// The first `bytes` of such a file, fewer when it has fewer; none when there is none.
struct RejectRows {
  FileHandle file;
  std::int64_t bytes = 0;
};
RejectRows OpenRejects(const std::filesystem::path& rejects, std::int64_t bytes);

/// How somebody wants to read them.
struct RejectFormat {
  std::optional<char> excel_separator;  ///< as ExcelWriter (csv.hpp) has them
  enum class Language { kEnglish, kRussian } language = Language::kEnglish;

  bool IsAsWritten() const { return !excel_separator && language == Language::kEnglish; }
};
/// The same in that form, in a file without a name. Blocks.
RejectRows CopyRejects(const std::filesystem::path& rejects, std::int64_t bytes, const RejectFormat& format);
}  // namespace vss::crm
