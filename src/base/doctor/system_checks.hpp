#pragma once
#include <filesystem>
#include <optional>

#include "base/clock.hpp"
#include "base/config/config.hpp"
#include "base/doctor/check.hpp"
#include "base/instance_lock.hpp"
#include "base/port_check.hpp"

/// Checks of the machine and of what VSS keeps on it. Each takes what it judges, so that tests need no such
/// machine.
namespace vss::doctor {

struct Space {
  std::uint64_t free_bytes = 0;
};
std::optional<Space> FreeSpace(const std::filesystem::path& folder);

/// There, ours alone and writable; or not there yet and possible to make.
Check CheckDataFolder(const std::filesystem::path& folder);
Check CheckFreeSpace(const std::optional<Space>& space);
/// secrets.json, when there is one.
Check CheckSecrets(const Config& config);

/// A port that `vss serve` listens on: free, held by `running` (our own server), or by somebody else.
Check CheckPort(std::string_view option, std::uint16_t port, const std::optional<Instance>& running,
                Transport transport = Transport::kTcp, const std::filesystem::path& proc = "/proc");
/// VSS_BIND is an address of this machine.
Check CheckBind(const std::string& address);

enum class NtpState { kSynchronised, kNotSynchronised, kUnknown };
/// Asks the kernel (adjtimex(2)); kUnknown where it may not be asked.
NtpState ReadNtpState();
Check CheckClock(const Clock& clock);
Check CheckNtp(NtpState state);
Check CheckTimeZone(const std::string& name);

/// VSS_RECORD_BASIS says what lets calls be recorded, when there is a provider whose calls would be.
Check CheckRecordBasis(const Config& config);

/// Open files that a process started from here may have (the hard limit of ulimit -n: VSS raises the soft one
/// to it).
std::uint64_t MaxOpenFiles();
Check CheckOpenFiles(std::uint64_t limit, int http_max_connections);
/// net.core.rmem_max or wmem_max: 8 MiB for the media sockets. `proc_sys` is /proc/sys.
Check CheckSocketBuffer(std::string_view name, const std::filesystem::path& proc_sys = "/proc/sys");
}  // namespace vss::doctor
