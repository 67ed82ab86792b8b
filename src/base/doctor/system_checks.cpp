#include "base/doctor/system_checks.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "base/config/secrets.hpp"
#include "base/config/value.hpp"
#include "base/files.hpp"
#include "base/port_check.hpp"

namespace vss::doctor {
namespace {
namespace fs = std::filesystem;
constexpr std::uint64_t kMiB = 1024 * 1024;

// The nearest folder above `path` that exists.
fs::path Existing(fs::path path) {
  std::error_code failure;
  path = fs::absolute(path, failure);
  while (!fs::exists(path, failure) && path.has_relative_path()) path = path.parent_path();
  return path;
}
}  // namespace

std::optional<Space> FreeSpace(const fs::path& folder) {
  struct statvfs info{};
  if (::statvfs(Existing(folder).c_str(), &info) != 0) return std::nullopt;
  return Space{static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize};
}

Check CheckDataFolder(const fs::path& folder) {
  Check check{"data folder", Mark::kOk, folder.string(), ""};
  struct stat info{};
  if (::stat(folder.c_str(), &info) != 0) {
    const fs::path above = Existing(folder);
    check.found += " is made at the first start";
    std::error_code failure;
    if (fs::is_directory(above, failure) && ::access(above.c_str(), W_OK | X_OK) == 0) return check;
    check.mark = Mark::kBad;
    check.found = fmt::format("{} is missing and cannot be made in {}", folder.string(), above.string());
    check.advice = "make it for this user, or set VSS_DATA_DIR";
  } else if (!S_ISDIR(info.st_mode)) {
    check = {"data folder", Mark::kBad, folder.string() + " is not a folder", "set VSS_DATA_DIR to a folder"};
  } else if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0 && errno == EROFS) {
    check = {"data folder", Mark::kBad, folder.string() + " is on a file system that is read-only",
             "mount it for writing, or set VSS_DATA_DIR to a folder on another one"};
  } else if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
    check.mark = Mark::kBad;
    check.found += " cannot be written by this user";
    check.advice = fmt::format("run: chown -R {} {}", ::geteuid(), folder.string());
  } else if ((info.st_mode & 077) != 0) {
    check.mark = Mark::kWarning;
    check.found += fmt::format(" is open to other users (mode {:04o})", info.st_mode & 07777);
    check.advice = fmt::format("run: chmod 700 {}", folder.string());
  }
  return check;
}

Check CheckFreeSpace(const std::optional<Space>& space) {
  Check check{"disk", Mark::kOk, "", ""};
  if (!space) return {"disk", Mark::kWarning, "the free space cannot be read", "look with df -h"};
  check.found = fmt::format("{} MiB free", space->free_bytes / kMiB);
  // A recorded call takes about 1 MiB a minute in stereo G.711.
  if (space->free_bytes < 2048 * kMiB) {
    check.mark = space->free_bytes < 200 * kMiB ? Mark::kBad : Mark::kWarning;
    check.advice =
        "make room for the database, backups and recordings, or move VSS_DATA_DIR to a larger disk";
  }
  return check;
}

Check CheckSecrets(const Config& config) {
  std::error_code failure;
  if (!fs::exists(SecretsFile(config), failure))
    return {"secrets", Mark::kOk, "are generated at the first start", ""};
  try {
    VerifySecrets(config);
  } catch (const std::exception& e) {
    return {"secrets", Mark::kBad, e.what(), "VSS does not start before that is done"};
  }
  return {"secrets", Mark::kOk, SecretsFile(config).string() + " is private and whole", ""};
}

Check CheckPort(std::string_view option, std::uint16_t port, const std::optional<Instance>& running,
                Transport transport, const fs::path& proc) {
  const std::string_view udp = transport == Transport::kUdp ? "/udp" : "";
  Check check{"port", Mark::kOk, fmt::format("{}{} ({})", port, udp, option), ""};
  const auto holder = FindPortHolder(port, transport, proc);
  if (!holder) {
    check.found += " is free";
  } else if (running && holder->pid == running->pid) {
    check.found += fmt::format(" is served by VSS, pid {}", holder->pid);
  } else {
    check.mark = Mark::kBad;
    check.found = fmt::format("{} ({})", DescribePortInUse(port, *holder), option);
    check.advice = fmt::format("stop it, or set {} to another port", option);
  }
  return check;
}

Check CheckBind(const std::string& address) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  v4.sin_family = AF_INET;
  v6.sin6_family = AF_INET6;
  const bool is_v4 = inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1;
  if (!is_v4 && inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) != 1) {
    return {"address", Mark::kBad, fmt::format("{} is not an IP address", address), "set VSS_BIND to one"};
  }
  const FileHandle handle(::socket(is_v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto* name = is_v4 ? reinterpret_cast<const sockaddr*>(&v4) : reinterpret_cast<const sockaddr*>(&v6);
  // Port 0: any free one. Only the address is tried.
  if (handle && ::bind(handle.get(), name, is_v4 ? sizeof(v4) : sizeof(v6)) == 0) {
    return {"address", Mark::kOk, fmt::format("{} is this machine's", address), ""};
  }
  return {"address", Mark::kBad,
          fmt::format("cannot listen on {}: {}", address, std::generic_category().message(errno)),
          "set VSS_BIND to an address of this machine (ip address)"};
}

NtpState ReadNtpState() {
  timex query{};
  const int state = ::adjtimex(&query);
  if (state < 0) return NtpState::kUnknown;
  return state == TIME_ERROR || (query.status & STA_UNSYNC) != 0 ? NtpState::kNotSynchronised
                                                                 : NtpState::kSynchronised;
}

Check CheckClock(const Clock& clock) {
  const Instant now = clock.Now();
  Check check{"clock", Mark::kOk, FormatRfc3339(now), ""};
  const int year =
      static_cast<int>(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(now)).year());
  const Steady before = clock.SteadyNow();
  if (year < 2025 || year > 2099) {
    check.mark = Mark::kBad;
    check.found += " cannot be right";
    check.advice =
        "set the clock (timedatectl set-time, or NTP): tokens, certificates and the audit depend on it";
  } else if (clock.SteadyNow() < before) {
    check = {"clock", Mark::kBad, "the monotonic clock ran backwards",
             "report it with the kernel and hypervisor: no timer can be trusted"};
  }
  return check;
}

Check CheckNtp(NtpState state) {
  switch (state) {
    case NtpState::kSynchronised:
      return {"time service", Mark::kOk, "the clock is synchronised", ""};
    case NtpState::kNotSynchronised:
      return {"time service", Mark::kWarning, "the clock is not synchronised",
              "run: timedatectl set-ntp true (in a container: on its host)"};
    case NtpState::kUnknown:
      break;
  }
  return {"time service", Mark::kOk, "not known here; look on the host", ""};
}

Check CheckTimeZone(const std::string& name) {
  if (config::IsTimeZone(name)) return {"time zone", Mark::kOk, name, ""};
  return {"time zone", Mark::kBad, fmt::format("{} is not known", name),
          "run: apt-get install tzdata, or correct VSS_TIMEZONE"};
}

Check CheckRecordBasis(const Config& config) {
  if (config.provider_host.empty())
    return {"recording", Mark::kOk, "calls of the test exchange need no basis", ""};
  if (config.record_basis != RecordBasisOption::kUndecided)
    return {"recording", Mark::kOk, "VSS_RECORD_BASIS says what lets calls be recorded", ""};
  if (config.record_calls == RecordCalls::kOff) return {"recording", Mark::kOk, "off", ""};
  return {"recording", Mark::kWarning, "calls are not recorded: nothing says what lets them be",
          "set VSS_RECORD_BASIS to announcement, consent or not-needed, or VSS_RECORD_CALLS to off"};
}

std::uint64_t MaxOpenFiles() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  return limit.rlim_max;  // VSS raises the soft limit to it
}

Check CheckOpenFiles(std::uint64_t limit, int http_max_connections) {
  // Beside the connections: database, logs, libraries, listening sockets.
  const std::uint64_t needed = static_cast<std::uint64_t>(http_max_connections) + 256;
  Check check{"open files", Mark::kOk, fmt::format("{} allowed, {} needed", limit, needed), ""};
  if (limit >= needed) return check;
  check.mark = Mark::kWarning;
  check.advice = fmt::format(
      "run: ulimit -Hn {} before starting (systemd: LimitNOFILE={}), or lower VSS_HTTP_MAX_CONNECTIONS",
      needed, needed);
  return check;
}

Check CheckSocketBuffer(std::string_view name, const fs::path& proc_sys) {
  Check check{"socket buffers", Mark::kOk, "", ""};
  std::ifstream file(proc_sys / "net/core" / name);
  std::uint64_t bytes = 0;
  if (!(file >> bytes)) {
    check.found = fmt::format("net.core.{} is not known here; look on the host", name);
    return check;
  }
  check.found = fmt::format("net.core.{} is {} KiB", name, bytes / 1024);
  if (bytes >= 8 * kMiB) return check;
  check.mark = Mark::kWarning;
  check.advice = fmt::format("for many calls at once run: sysctl -w net.core.{}={}", name, 8 * kMiB);
  return check;
}
}  // namespace vss::doctor
