#include "base/net/open_files.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace vss {
namespace {
constexpr std::size_t kOwn = 256;            ///< database, logs, libraries, listening sockets
constexpr std::size_t kUnlimited = 1 << 20;  // more than we ever use
}  // namespace

std::size_t RaiseOpenFiles() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1'024;
  const rlimit raised{.rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max};
  if (limit.rlim_cur < limit.rlim_max && ::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  return static_cast<std::size_t>(std::min<rlim_t>(limit.rlim_cur, kUnlimited));
}

FileShares ShareOpenFiles(std::size_t allowed, FileShares wanted) {
  const std::size_t rest = allowed - std::min(kOwn, allowed / 4);
  return {.http = std::min(wanted.http, rest / 2), .sip = std::min(wanted.sip, rest / 4)};
}
}  // namespace vss
