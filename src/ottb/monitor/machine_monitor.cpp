#include "ottb/monitor/machine_monitor.hpp"

#include <cmath>

namespace vss::ottb {
namespace {
template <class T>
json::value OrNull(const std::optional<T>& value) {
  return value ? json::value(*value) : nullptr;
}

/// To two decimals: what is measured over seconds has no more.
json::value Rounded(const std::optional<double>& value) {
  return value ? json::value(std::round(*value * 100) / 100) : nullptr;
}

std::optional<double> UsedPercent(std::uint64_t total, std::uint64_t free) {
  if (total == 0) return std::nullopt;
  return 100 * static_cast<double>(total - std::min(free, total)) / static_cast<double>(total);
}

json::value ToJson(const std::optional<proc::Memory>& memory) {
  if (!memory) return nullptr;
  return {{"total_bytes", memory->total_bytes},
          {"available_bytes", memory->available_bytes},
          {"used_percent", Rounded(UsedPercent(memory->total_bytes, memory->available_bytes))}};
}

json::value ToJson(const std::optional<Disk>& disk) {
  if (!disk) return nullptr;
  return {{"total_bytes", disk->total_bytes},
          {"free_bytes", disk->free_bytes},
          {"used_percent", Rounded(UsedPercent(disk->total_bytes, disk->free_bytes))}};
}

json::value ToJson(const std::optional<proc::Load>& load) {
  if (!load) return nullptr;
  return {{"1m", load->one}, {"5m", load->five}, {"15m", load->fifteen}};
}

json::object ProcessToJson(const Sample& sample) {
  json::object process{{"rss_bytes", nullptr}, {"threads", nullptr}, {"open_fds", OrNull(sample.open_fds)}};
  if (sample.process) {
    process["rss_bytes"] = sample.process->rss_bytes;
    process["threads"] = sample.process->threads;
  }
  return process;
}

const proc::Interface* FindInterface(const std::optional<Sample>& sample, std::string_view name) {
  if (!sample) return nullptr;
  const auto found = std::ranges::find(sample->interfaces, name, &proc::Interface::name);
  return found == sample->interfaces.end() ? nullptr : &*found;
}

json::object ToJson(const proc::Interface* before, const proc::Interface& now,
                    std::chrono::duration<double> between) {
  const auto rate = [&](std::uint64_t proc::Interface::* counter) {
    return Rounded(before == nullptr ? std::nullopt : PerSecond(before->*counter, now.*counter, between));
  };
  return {{"name", now.name},
          {"rx_bytes", now.rx_bytes},
          {"tx_bytes", now.tx_bytes},
          {"rx_packets", now.rx_packets},
          {"tx_packets", now.tx_packets},
          {"rx_drops", now.rx_drops},
          {"tx_drops", now.tx_drops},
          {"rx_bytes_per_s", rate(&proc::Interface::rx_bytes)},
          {"tx_bytes_per_s", rate(&proc::Interface::tx_bytes)}};
}
}  // namespace

json::object SystemToJson(const std::optional<Sample>& before, const Sample& now) {
  return {{"measured_at", FormatRfc3339(now.at)},
          {"cpu_percent", Rounded(before ? CpuPercent(*before, now) : std::nullopt)},
          {"load", ToJson(now.load)},
          {"memory", ToJson(now.memory)},
          {"disk", ToJson(now.disk)},
          {"uptime_s", OrNull(now.uptime_s)},
          {"temperature_c", OrNull(now.temperature_c)},
          {"process", ProcessToJson(now)}};
}

json::object NetworkToJson(const std::optional<Sample>& before, const Sample& now) {
  const std::chrono::duration<double> between =
      before ? now.steady - before->steady : Steady::duration::zero();
  json::array interfaces;
  for (const proc::Interface& interface : now.interfaces) {
    interfaces.push_back(ToJson(FindInterface(before, interface.name), interface, between));
  }
  return {{"measured_at", FormatRfc3339(now.at)},
          {"interval_s", Rounded(before ? std::optional(between.count()) : std::nullopt)},
          {"interfaces", std::move(interfaces)},
          {"tcp_sockets", OrNull(now.tcp_sockets)},
          {"udp_sockets", OrNull(now.udp_sockets)},
          {"udp_drops", OrNull(now.udp_drops)}};
}

Task<void> MachineMonitor::Measure() {
  Sample sample = co_await pool_.Run([this] { return ReadSample(clock_, settings_.data_dir); });
  before_ = std::exchange(now_, std::move(sample));
}

Task<void> MachineMonitor::EnsureMeasured() {
  if (!now_) co_await Measure();
}

Task<json::object> MachineMonitor::System() {
  co_await EnsureMeasured();
  co_return SystemToJson(before_, *now_);
}

Task<json::object> MachineMonitor::Network() {
  co_await EnsureMeasured();
  co_return NetworkToJson(before_, *now_);
}
}  // namespace vss::ottb
