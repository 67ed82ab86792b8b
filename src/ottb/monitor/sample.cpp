#include "ottb/monitor/sample.hpp"

#include <fstream>
#include <iterator>
#include <system_error>

namespace vss::ottb {
namespace fs = std::filesystem;

namespace {
std::string ReadText(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::optional<Disk> ReadDisk(const fs::path& path) {
  std::error_code failure;
  const fs::space_info space = fs::space(path, failure);
  return failure ? std::nullopt : std::optional(Disk{space.capacity, space.available});
}

std::optional<double> ReadHottestZone() {
  std::optional<double> hottest;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator("/sys/class/thermal", failure)) {
    if (!entry.path().filename().string().starts_with("thermal_zone")) continue;
    const auto degrees = proc::ParseTemperature(ReadText(entry.path() / "temp"));
    if (degrees) hottest = std::max(*degrees, hottest.value_or(*degrees));
  }
  return hottest;
}

std::optional<std::uint64_t> CountOpenFds() {
  std::error_code failure;
  const fs::directory_iterator entries("/proc/self/fd", failure);
  if (failure) return std::nullopt;
  const auto count = std::distance(begin(entries), end(entries));
  return static_cast<std::uint64_t>(count) - 1;  // one of them is the directory that is being read
}

// A kernel without IPv6 has no sockstat6.
std::optional<std::uint64_t> CountSockets(std::string_view protocol) {
  const auto v4 = proc::ParseSocketsInUse(ReadText("/proc/net/sockstat"), protocol);
  const auto v6 = proc::ParseSocketsInUse(ReadText("/proc/net/sockstat6"), fmt::format("{}6", protocol));
  return v4 ? std::optional(*v4 + v6.value_or(0)) : std::nullopt;
}
}  // namespace

Sample ReadSample(const Clock& clock, const fs::path& data_dir) {
  return {.at = clock.Now(),
          .steady = clock.SteadyNow(),
          .cpu = proc::ParseStat(ReadText("/proc/stat")),
          .load = proc::ParseLoadavg(ReadText("/proc/loadavg")),
          .memory = proc::ParseMeminfo(ReadText("/proc/meminfo")),
          .disk = ReadDisk(data_dir),
          .uptime_s = proc::ParseUptime(ReadText("/proc/uptime")),
          .temperature_c = ReadHottestZone(),
          .process = proc::ParseStatus(ReadText("/proc/self/status")),
          .open_fds = CountOpenFds(),
          .interfaces = proc::ParseNetDev(ReadText("/proc/net/dev")),
          .tcp_sockets = CountSockets("TCP"),
          .udp_sockets = CountSockets("UDP"),
          .udp_drops = proc::ParseUdpDrops(ReadText("/proc/net/snmp"))};
}

std::optional<double> CpuPercent(const Sample& before, const Sample& now) {
  if (!before.cpu || !now.cpu || now.cpu->total <= before.cpu->total || now.cpu->busy < before.cpu->busy) {
    return std::nullopt;
  }
  const auto busy = static_cast<double>(now.cpu->busy - before.cpu->busy);
  return 100 * busy / static_cast<double>(now.cpu->total - before.cpu->total);
}

std::optional<double> PerSecond(std::uint64_t before, std::uint64_t now,
                                std::chrono::duration<double> between) {
  if (now < before || between.count() <= 0) return std::nullopt;
  return static_cast<double>(now - before) / between.count();
}
}  // namespace vss::ottb
