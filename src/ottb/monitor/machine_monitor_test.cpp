#include "ottb/monitor/machine_monitor.hpp"

#include <gtest/gtest.h>

#include "base/async/loop.hpp"

namespace vss::ottb {
namespace {
using namespace std::chrono_literals;

Sample At(std::chrono::seconds since_start, proc::CpuTimes cpu, std::uint64_t rx_bytes) {
  Sample sample;
  sample.at = Instant{1'700'000'000s} + since_start;
  sample.steady = Steady{since_start};
  sample.cpu = cpu;
  sample.interfaces = {{.name = "eth0", .rx_bytes = rx_bytes}};
  return sample;
}

json::value Rate(const json::object& network) { return network.at("interfaces").at(0).at("rx_bytes_per_s"); }
}  // namespace

TEST(MachineMonitor, KnowsNoRatesBeforeTheSecondSample) {
  const Sample only = At(0s, {10, 100}, 5000);
  EXPECT_TRUE(SystemToJson(std::nullopt, only).at("cpu_percent").is_null());
  const json::object network = NetworkToJson(std::nullopt, only);
  EXPECT_TRUE(Rate(network).is_null());
  EXPECT_TRUE(network.at("interval_s").is_null());
}

TEST(MachineMonitor, MeasuresRatesBetweenTwoSamples) {
  const Sample before = At(0s, {10, 100}, 5000), now = At(4s, {60, 300}, 9000);
  EXPECT_EQ(SystemToJson(before, now).at("cpu_percent"), json::value(25.0));
  EXPECT_EQ(Rate(NetworkToJson(before, now)), json::value(1000.0));
}

TEST(MachineMonitor, KnowsNoRateWhenACounterWentBackwards) {
  const Sample before = At(0s, {10, 100}, 5000), now = At(4s, {5, 90}, 100);
  EXPECT_TRUE(SystemToJson(before, now).at("cpu_percent").is_null());
  EXPECT_TRUE(Rate(NetworkToJson(before, now)).is_null());
}

TEST(MachineMonitor, ShowsNullForWhatWasNotMeasured) {
  const json::object system = SystemToJson(std::nullopt, Sample{});
  for (const char* field : {"cpu_percent", "load", "memory", "disk", "uptime_s", "temperature_c"}) {
    EXPECT_TRUE(system.at(field).is_null()) << field;
  }
  EXPECT_TRUE(system.at("process").at("rss_bytes").is_null());
}

TEST(MachineMonitor, MeasuresThisMachine) {
  Loop loop;
  BlockingPool pool("test", 1, 8);
  SystemClock clock;
  const Settings settings{.data_dir = "/"};
  MachineMonitor monitor(pool, clock, settings);
  const json::object system = loop.RunUntilDone(monitor.System());
  EXPECT_GT(system.at("memory").at("total_bytes").as_uint64(), 0U);
  EXPECT_GT(system.at("disk").at("total_bytes").as_uint64(), 0U);
  EXPECT_GE(system.at("process").at("threads").as_uint64(), 1U);
  EXPECT_GE(system.at("process").at("open_fds").as_uint64(), 3U);
  EXPECT_FALSE(loop.RunUntilDone(monitor.Network()).at("interfaces").as_array().empty());
  pool.Stop();
}
}  // namespace vss::ottb
