#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

/// Small files that must be whole and private. Errors are std::runtime_error naming the path and what to do.
namespace vss {

/// Owns a file descriptor.
class FileHandle {
 public:
  explicit FileHandle(int fd = -1) : fd_(fd) {}
  FileHandle(FileHandle&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileHandle& operator=(FileHandle&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~FileHandle();
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

/// Creates `folder` and its parents, readable by us only (0700). Leaves the mode of one that exists.
void MakePrivateFolder(const std::filesystem::path& folder);

/// Replaces `path` so that a reader, or we after a crash, see the old text or the new one, never half:
/// temporary file in the same folder, fsync, rename, fsync of the folder.
void WriteWholeFile(const std::filesystem::path& path, std::string_view text, mode_t mode);

/// The text of a file of at most `max_bytes`.
std::string ReadWholeFile(const std::filesystem::path& path, std::size_t max_bytes);

/// What is kept of a disk of `total_bytes` for the database: recordings, uploads and lists of rejected rows
/// stop before it, so that people can still sign in and free space, which the database has to note.
std::uint64_t DatabaseReserve(std::uint64_t total_bytes);
/// Whether the disk of the open file `fd` takes `bytes` more beside that reserve; else errno is ENOSPC.
bool HasRoom(int fd, std::uint64_t bytes);

/// Opens `relative` for reading below `folder`, and only there: no .., no absolute path, no symbolic link on
/// the way, nothing but a regular file. Not open when there is no such file.
FileHandle OpenBeneath(const std::filesystem::path& folder, const std::filesystem::path& relative);
/// Removes a file in the same way; false when there is none. Throws when it cannot be removed.
bool RemoveBeneath(const std::filesystem::path& folder, const std::filesystem::path& relative);

/// Throws unless only its owner can read or write `path`, saying the chmod that helps.
void RequirePrivate(const std::filesystem::path& path);
}  // namespace vss
