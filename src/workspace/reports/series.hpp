#pragma once
#include <optional>
#include <vector>

#include "workspace/reports/ports/store.hpp"

/// Numbers over time. Pure.
namespace vss::reports {

/// Intervals of `step` from `from` on; nothing where nobody can know.
struct Series {
  Instant from;
  std::chrono::seconds step{60};
  std::vector<std::optional<std::int64_t>> calls;
};

/// `counts` with nothing in place of 0 wherever the platform did not run for a moment of the interval.
Series MakeSeries(Instant from, std::chrono::seconds step, const std::vector<std::int64_t>& counts,
                  const std::vector<RunPeriod>& runs);
}  // namespace vss::reports
