#include "base/process_metrics.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace vss {
namespace {
double ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  long total = 0, resident = 0;
  file >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double OpenDescriptors() {
  std::error_code failure;
  const std::filesystem::directory_iterator entries("/proc/self/fd", failure);
  return failure ? 0.0 : static_cast<double>(std::distance(begin(entries), end(entries)));
}

double MaxDescriptors() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}
}  // namespace

void ExportProcessMetrics(Metrics& metrics) {
  auto& resident = metrics.Gauge("process_resident_memory_bytes", "Resident memory.");
  auto& descriptors = metrics.Gauge("process_open_fds", "Open file descriptors.");
  auto& cpu = metrics.Counter("process_cpu_seconds_total", "User and system CPU time.");
  metrics.Gauge("process_max_fds", "The limit of open file descriptors.").Set(MaxDescriptors());
  metrics.Gauge("process_start_time_seconds", "Start of the process, seconds since the epoch.")
      .Set(static_cast<double>(std::time(nullptr)));
  metrics.OnScrape([&] {
    resident.Set(ResidentBytes());
    descriptors.Set(OpenDescriptors());
    cpu.Increment(std::max(0.0, CpuSeconds() - cpu.Value()));
  });
}

void ExportLoopLag(Metrics& metrics, TaskScope& scope, std::string loop) {
  auto& lag = metrics.Gauge("vss_loop_lag_seconds", "How late the loop ran its last timer.",
                            {{"loop", std::move(loop)}});
  static constexpr std::chrono::milliseconds kPeriod{250};
  scope.Every("loop lag", kPeriod, [&lag, last = std::chrono::steady_clock::now()]() mutable -> Task<void> {
    const auto now = std::chrono::steady_clock::now();
    lag.Set(std::max(0.0, std::chrono::duration<double>(now - last - kPeriod).count()));
    last = now;
    co_return;
  });
}

void ExportPool(Metrics& metrics, const BlockingPool& pool) {
  auto& depth = metrics.Gauge("vss_pool_depth", "Jobs that wait or run in a pool.", {{"pool", pool.name()}});
  auto& refused = metrics.Counter("vss_pool_refused_total", "Jobs refused because the pool was full.",
                                  {{"pool", pool.name()}});
  metrics.OnScrape([&] {
    depth.Set(static_cast<double>(pool.depth()));
    refused.Increment(std::max(0.0, static_cast<double>(pool.refused()) - refused.Value()));
  });
}
}  // namespace vss
