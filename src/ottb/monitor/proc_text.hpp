#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the kernel says in /proc and /sys (proc(5)), as values. Pure: text in, value out; nullopt for text
/// that does not hold what is asked for.
namespace vss::ottb::proc {

/// /proc/stat, all processors since boot, in clock ticks.
struct CpuTimes {
  std::uint64_t busy = 0, total = 0;
};
std::optional<CpuTimes> ParseStat(std::string_view text);

/// /proc/meminfo.
struct Memory {
  std::uint64_t total_bytes = 0, available_bytes = 0;
};
std::optional<Memory> ParseMeminfo(std::string_view text);

/// /proc/loadavg: runnable tasks, averaged over 1, 5 and 15 minutes.
struct Load {
  double one = 0, five = 0, fifteen = 0;
};
std::optional<Load> ParseLoadavg(std::string_view text);

/// /proc/uptime: seconds since boot.
std::optional<double> ParseUptime(std::string_view text);

/// /proc/self/status.
struct Process {
  std::uint64_t rss_bytes = 0, threads = 0;
};
std::optional<Process> ParseStatus(std::string_view text);

/// One line of /proc/net/dev, since the interface came up.
struct Interface {
  std::string name;
  std::uint64_t rx_bytes = 0, rx_packets = 0, rx_drops = 0;
  std::uint64_t tx_bytes = 0, tx_packets = 0, tx_drops = 0;
};
std::vector<Interface> ParseNetDev(std::string_view text);

/// /proc/net/sockstat or sockstat6: sockets in use; `protocol` is TCP, UDP, TCP6 or UDP6.
std::optional<std::uint64_t> ParseSocketsInUse(std::string_view text, std::string_view protocol);

/// /proc/net/snmp: UDP datagrams dropped because a socket's receive buffer was full.
std::optional<std::uint64_t> ParseUdpDrops(std::string_view text);

/// /sys/class/thermal/thermal_zone*/temp: thousandths of a degree Celsius.
std::optional<double> ParseTemperature(std::string_view text);
}  // namespace vss::ottb::proc
