#include "workspace/crm/import/reject_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <span>

#include "base/csv.hpp"
#include "base/error.hpp"
#include "workspace/crm/import/reject_words.hpp"

namespace vss::crm {
namespace {
Error NoRoom(const std::filesystem::path& path) {
  return Error(ErrorCode::kServiceUnavailable,
               errno == ENOSPC ? std::string(kDiskIsFull) : "the rejected rows could not be kept")
      .Internal(fmt::format("cannot write {}: {}", path.string(), std::generic_category().message(errno)));
}

void WriteAll(int file, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = HasRoom(file, bytes.size()) ? ::write(file, bytes.data(), bytes.size()) : -1;
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw NoRoom(path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}
}  // namespace

bool IsRejectHeader(const std::vector<std::string>& titles) {
  if (std::ssize(titles) <= kRejectColumns) return false;
  const auto first = std::span(titles).first(kRejectTitles.size());
  return std::ranges::equal(kRejectTitles, first) || std::ranges::equal(kRussianRejectTitles, first);
}

// CsvCell puts an apostrophe in front of what is a formula; one that stood there already gets a second one.
std::string WriteRejectCell(std::string_view text) {
  return text.starts_with('\'') ? CsvCell("'" + std::string(text)) : CsvCell(text);
}

std::string ReadRejectCell(std::string text) {
  if (text.size() > 1 && text[0] == '\'' && std::string_view("=+-@\t\r'").contains(text[1])) text.erase(0, 1);
  return text;
}

RejectFile::RejectFile(const std::filesystem::path& path, Bounds bounds)
    : path_(path),
      file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)),
      bytes_(bounds.keep_bytes),
      max_bytes_(bounds.max_bytes) {
  if (!file_ || ::ftruncate(file_.get(), bytes_) != 0 || ::lseek(file_.get(), bytes_, SEEK_SET) < 0)
    throw NoRoom(path_);
}

bool RejectFile::IsFull() const { return bytes_ + std::ssize(pending_) >= max_bytes_; }

void RejectFile::Header(const Columns& columns) {
  pending_ += fmt::format("{}", fmt::join(kRejectTitles, ","));
  for (const Column& column : columns) pending_ += "," + WriteRejectCell(column.title);
  pending_ += "\r\n";
}

void RejectFile::Append(const FileRow& row) {
  if (IsFull()) return;
  pending_ += std::to_string(row.line) + "," + CsvCell(row.reason);
  for (const std::string& cell : row.cells) pending_ += "," + WriteRejectCell(cell);
  pending_ += "\r\n";
  if (IsFull()) pending_ += "," + CsvCell(kRejectsAreFull) + "\r\n";
}

std::int64_t RejectFile::Flush() {
  WriteAll(file_.get(), pending_, path_);
  bytes_ += static_cast<std::int64_t>(pending_.size());
  pending_.clear();
  return bytes_;
}

RejectRows OpenRejects(const std::filesystem::path& rejects, std::int64_t bytes) {
  RejectRows rows{.file = FileHandle(::open(rejects.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)),
                  .bytes = bytes};
  struct stat info{};
  rows.bytes =
      rows.file && ::fstat(rows.file.get(), &info) == 0 ? std::min<std::int64_t>(bytes, info.st_size) : 0;
  return rows;
}

RejectRows CopyRejects(const std::filesystem::path& rejects, std::int64_t bytes, const RejectFormat& format) {
  const RejectRows from = OpenRejects(rejects, bytes);
  std::string name = (rejects.parent_path() / "upload-copy-XXXXXX").string();
  RejectRows copy{.file = FileHandle(::mkostemp(name.data(), O_CLOEXEC))};
  if (!copy.file || ::unlink(name.c_str()) != 0) throw NoRoom(name);
  RejectTranslator translator;
  std::optional<ExcelWriter> excel;
  if (format.excel_separator) excel.emplace(*format.excel_separator);
  std::string piece(256 * std::size_t{1024}, '\0');
  for (std::int64_t at = 0; at < from.bytes;) {
    const auto want = static_cast<std::size_t>(std::min<std::int64_t>(from.bytes - at, std::ssize(piece)));
    const ssize_t got = ::pread(from.file.get(), piece.data(), want, at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    std::string converted = piece.substr(0, static_cast<std::size_t>(got));
    if (format.language == RejectFormat::Language::kRussian) converted = translator.Next(converted);
    if (excel) converted = excel->Next(converted);
    WriteAll(copy.file.get(), converted, name);
    copy.bytes += std::ssize(converted);
    at += got;
  }
  return copy;
}
}  // namespace vss::crm
