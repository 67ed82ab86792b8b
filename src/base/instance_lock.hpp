#pragma once
#include <sys/types.h>

#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/clock.hpp"
#include "base/files.hpp"

namespace vss {

/// Who runs on a data directory.
struct Instance {
  pid_t pid = 0;
  Instant started_at{};
  std::map<std::string, std::uint16_t> ports;  ///< "workspace" → 3000
};

/// Another process has the data directory; what() names it and its pid.
class AlreadyRunning : public std::runtime_error {
 public:
  AlreadyRunning(const std::filesystem::path& data_dir, Instance holder);
  const Instance& holder() const { return holder_; }

 private:
  Instance holder_;
};

/// Holds `data_dir`/vss.lock (flock) as long as it lives, so that two servers never share a SQLite file; the
/// kernel releases it when the process dies in any way. The file says who holds it, for `run.sh --status` and
/// restore.
class InstanceLock {
 public:
  /// Creates `data_dir` if needed. Throws AlreadyRunning.
  InstanceLock(const std::filesystem::path& data_dir, const Instance& self);

 private:
  FileHandle file_;
};

/// The process that holds the lock now; nullopt when nobody does, whatever the file says.
std::optional<Instance> FindInstance(const std::filesystem::path& data_dir);
}  // namespace vss
