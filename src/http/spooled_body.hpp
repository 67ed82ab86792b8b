#pragma once
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/files.hpp"

namespace vss::http {

/// A request's body in a file, for routes that take more than fits in memory. The file is removed with this
/// object unless somebody has taken it.
class SpooledBody {
 public:
  /// A new private file in `folder`, which is made when it is not there. Throws Error(kServiceUnavailable).
  explicit SpooledBody(const std::filesystem::path& folder);
  ~SpooledBody();
  SpooledBody(const SpooledBody&) = delete;
  SpooledBody& operator=(const SpooledBody&) = delete;

  /// Throws Error(kServiceUnavailable) when the disk does not take it.
  void Append(std::string_view piece);

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t bytes() const { return bytes_; }
  /// Moves the file to `target`, on the same file system. It stays there.
  void MoveTo(const std::filesystem::path& target);

 private:
  std::filesystem::path path_;
  FileHandle file_;
  std::uint64_t bytes_ = 0;
};
}  // namespace vss::http
