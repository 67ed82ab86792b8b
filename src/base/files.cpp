#include "base/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "base/file_replacement.hpp"

namespace vss {
namespace {
namespace fs = std::filesystem;

[[noreturn]] void Fail(std::string_view what, const fs::path& path, int error) {
  throw std::runtime_error(
      fmt::format("{} {}: {}", what, path.string(), std::generic_category().message(error)));
}

void WriteAll(int fd, std::string_view text, const fs::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) Fail("cannot write", path, errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Until its folder is synced too, a power cut may undo the rename.
void SyncFolder(const fs::path& folder) {
  const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle || ::fsync(handle.get()) != 0) Fail("cannot sync the folder", folder, errno);
}
// The folder that `relative` names a file in. Each step is opened by itself and never through a link, so that
// nobody can swap one in between.
FileHandle OpenParent(const fs::path& folder, const fs::path& relative) {
  FileHandle at(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  for (const fs::path& step : relative.parent_path()) {
    if (!at || step == ".." || step == "." || step.empty()) return FileHandle();
    at = FileHandle(::openat(at.get(), step.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  }
  return at;
}

bool IsName(const fs::path& name) { return !name.empty() && name != "." && name != ".."; }
}  // namespace

FileHandle::~FileHandle() {
  if (fd_ >= 0) ::close(fd_);
}

void MakePrivateFolder(const fs::path& folder) {
  std::error_code failure;
  if (fs::is_directory(folder, failure)) return;
  if (folder.has_parent_path() && !fs::exists(folder.parent_path(), failure))
    MakePrivateFolder(folder.parent_path());
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) Fail("cannot create the folder", folder, errno);
  if (!fs::is_directory(folder, failure)) Fail("cannot use the folder", folder, ENOTDIR);
}

FileReplacement::FileReplacement(const fs::path& path, const fs::path& temporary, mode_t mode)
    : path_(path), temporary_(temporary) {
  ::unlink(temporary_.c_str());
  file_ = FileHandle(::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!file_) Fail("cannot create", temporary_, errno);
  // The umask may have taken bits away that the caller asked for.
  if (::fchmod(file_.get(), mode) == 0) return;
  const int error = errno;
  ::unlink(temporary_.c_str());
  Fail("cannot set the mode of", temporary_, error);
}

FileReplacement::~FileReplacement() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void FileReplacement::Append(std::string_view text) { WriteAll(file_.get(), text, temporary_); }

void FileReplacement::Commit() {
  if (::fsync(file_.get()) != 0) Fail("cannot sync", temporary_, errno);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) Fail("cannot replace", path_, errno);
  temporary_.clear();
  SyncFolder(path_.has_parent_path() ? path_.parent_path() : ".");
}

void WriteWholeFile(const fs::path& path, std::string_view text, mode_t mode) {
  FileReplacement replacement(path, path.string() + fmt::format(".{}.tmp", ::getpid()), mode);
  replacement.Append(text);
  replacement.Commit();
}

std::string ReadWholeFile(const fs::path& path, std::size_t max_bytes) {
  constexpr std::size_t kPiece = 64 * 1024;
  const FileHandle handle(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!handle) Fail("cannot open", path, errno);
  std::string text;
  for (std::size_t size = 0;;) {
    // Grows with what is there: the limit may be far above it.
    text.resize(size + kPiece);
    const ssize_t got = ::read(handle.get(), text.data() + size, kPiece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) Fail("cannot read", path, errno);
    size += static_cast<std::size_t>(got);
    if (size > max_bytes) Fail("will not read", path, EFBIG);
    if (got > 0) continue;
    text.resize(size);
    return text;
  }
}

std::uint64_t DatabaseReserve(std::uint64_t total_bytes) {
  return std::min<std::uint64_t>(64 << 20, total_bytes / 20);
}

bool HasRoom(int fd, std::uint64_t bytes) {
  struct statvfs disk{};
  if (::fstatvfs(fd, &disk) != 0) return true;  // the write itself will tell
  const std::uint64_t free = disk.f_bavail * disk.f_frsize;
  if (free >= bytes + DatabaseReserve(disk.f_blocks * disk.f_frsize)) return true;
  errno = ENOSPC;
  return false;
}

FileHandle OpenBeneath(const fs::path& folder, const fs::path& relative) {
  const fs::path name = relative.filename();
  if (relative.is_absolute() || !IsName(name)) return FileHandle();
  const FileHandle parent = OpenParent(folder, relative);
  if (!parent) return FileHandle();
  FileHandle file(::openat(parent.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat info{};
  const bool regular = file && ::fstat(file.get(), &info) == 0 && S_ISREG(info.st_mode);
  return regular ? std::move(file) : FileHandle();
}

bool RemoveBeneath(const fs::path& folder, const fs::path& relative) {
  const fs::path name = relative.filename();
  if (relative.is_absolute() || !IsName(name)) return false;
  const FileHandle parent = OpenParent(folder, relative);
  if (!parent) return false;
  if (::unlinkat(parent.get(), name.c_str(), 0) == 0) return true;
  if (errno != ENOENT) Fail("cannot remove", folder / relative, errno);
  return false;
}

void RequirePrivate(const fs::path& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) Fail("cannot look at", path, errno);
  if ((info.st_mode & 077) != 0) {
    throw std::runtime_error(
        fmt::format("{} can be read or changed by other users (mode {:04o}); run: chmod {} {}", path.string(),
                    info.st_mode & 07777, S_ISDIR(info.st_mode) ? "700" : "600", path.string()));
  }
}
}  // namespace vss
