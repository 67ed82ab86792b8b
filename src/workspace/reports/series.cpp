#include "workspace/reports/series.hpp"

#include <algorithm>

namespace vss::reports {

Series MakeSeries(Instant from, std::chrono::seconds step, const std::vector<std::int64_t>& counts,
                  const std::vector<RunPeriod>& runs) {
  Series series{.from = from, .step = step};
  Instant begin = from;
  for (const std::int64_t count : counts) {
    const Instant end = begin + step;
    const bool ran =
        std::ranges::any_of(runs, [&](const RunPeriod& run) { return run.from < end && run.to >= begin; });
    series.calls.push_back(count > 0 || ran ? std::optional(count) : std::nullopt);
    begin = end;
  }
  return series;
}
}  // namespace vss::reports
