#include "workspace/crm/import/reject_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.hpp"

namespace vss::crm {
namespace {
Error NoRoom(const std::filesystem::path& path) {
  return Error(ErrorCode::kServiceUnavailable, "the rejected rows could not be kept; is the disk full?")
      .Internal(fmt::format("cannot write {}: {}", path.string(), std::generic_category().message(errno)));
}
}  // namespace

RejectFile::RejectFile(const std::filesystem::path& path, std::int64_t keep_bytes)
    : path_(path), file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)), bytes_(keep_bytes) {
  if (!file_ || ::ftruncate(file_.get(), keep_bytes) != 0 || ::lseek(file_.get(), keep_bytes, SEEK_SET) < 0)
    throw NoRoom(path_);
}

void RejectFile::Header(const std::vector<std::string>& titles) {
  pending_ += "row,reason";
  for (const std::string& title : titles) pending_ += "," + CsvCell(title);
  pending_ += "\r\n";
}

void RejectFile::Append(const FileRow& row) {
  pending_ += std::to_string(row.line) + "," + CsvCell(row.reason);
  for (const std::string& cell : row.cells) pending_ += "," + CsvCell(cell);
  pending_ += "\r\n";
}

std::int64_t RejectFile::Flush() {
  std::string_view rest = pending_;
  while (!rest.empty()) {
    const ssize_t written = ::write(file_.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw NoRoom(path_);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  bytes_ += static_cast<std::int64_t>(pending_.size());
  pending_.clear();
  return bytes_;
}
}  // namespace vss::crm
