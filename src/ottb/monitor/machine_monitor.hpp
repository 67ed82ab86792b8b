#pragma once
#include "base/async/blocking_pool.hpp"
#include "base/json.hpp"
#include "ottb/monitor/sample.hpp"
#include "ottb/settings.hpp"

namespace vss::ottb {

/// Keeps the last two samples of the machine and shows them; what has no value is null, rates before the
/// second sample too. Lives on the HTTP loop; reads on `pool`.
class MachineMonitor {
 public:
  MachineMonitor(BlockingPool& pool, const Clock& clock, const Settings& settings)
      : pool_(pool), clock_(clock), settings_(settings) {}

  /// Measures once. Called every few seconds, and by the first request that comes before.
  Task<void> Measure();
  Task<json::object> System();
  Task<json::object> Network();
  std::optional<Disk> disk() const { return now_ ? now_->disk : std::nullopt; }

 private:
  Task<void> EnsureMeasured();

  BlockingPool& pool_;
  const Clock& clock_;
  const Settings& settings_;
  std::optional<Sample> before_, now_;
};

/// `before` is the sample that rates are measured against, if there is one.
json::object SystemToJson(const std::optional<Sample>& before, const Sample& now);
json::object NetworkToJson(const std::optional<Sample>& before, const Sample& now);
}  // namespace vss::ottb
