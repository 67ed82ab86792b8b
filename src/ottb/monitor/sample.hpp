#pragma once
#include <filesystem>

#include "base/clock.hpp"
#include "ottb/monitor/proc_text.hpp"

namespace vss::ottb {

struct Disk {
  std::uint64_t total_bytes = 0, free_bytes = 0;  ///< free for those who are not root
};

/// What could be measured at one moment; the rest is nullopt.
struct Sample {
  Instant at;
  Steady steady;
  std::optional<proc::CpuTimes> cpu;
  std::optional<proc::Load> load;
  std::optional<proc::Memory> memory;
  std::optional<Disk> disk;
  std::optional<double> uptime_s;
  std::optional<double> temperature_c;  ///< of the hottest zone
  std::optional<proc::Process> process;
  std::optional<std::uint64_t> open_fds;
  std::vector<proc::Interface> interfaces;
  std::optional<std::uint64_t> tcp_sockets, udp_sockets;  ///< IPv4 and IPv6
  std::optional<std::uint64_t> udp_drops;
};

/// Reads /proc, /sys and the file system of `data_dir`. Blocks; any thread.
Sample ReadSample(const Clock& clock, const std::filesystem::path& data_dir);

/// Busy share of all processors between two samples, 0 … 100.
std::optional<double> CpuPercent(const Sample& before, const Sample& now);
/// Growth per second between two samples; nullopt when the counter went backwards (its interface was
/// replaced).
std::optional<double> PerSecond(std::uint64_t before, std::uint64_t now,
                                std::chrono::duration<double> between);
}  // namespace vss::ottb
