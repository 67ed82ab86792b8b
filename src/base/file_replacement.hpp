#pragma once
#include "base/files.hpp"

namespace vss {

/// Replaces a file as WriteWholeFile does, with what is written piece by piece: until Commit(), and when it
/// never comes, `path` is as it was.
class FileReplacement {
 public:
  /// `temporary` is on the file system of `path`; one that a crash left is replaced.
  FileReplacement(const std::filesystem::path& path, const std::filesystem::path& temporary, mode_t mode);
  ~FileReplacement();
  FileReplacement(const FileReplacement&) = delete;
  FileReplacement& operator=(const FileReplacement&) = delete;
  void Append(std::string_view text);
  void Commit();

 private:
  std::filesystem::path path_, temporary_;
  FileHandle file_;
};

}  // namespace vss
