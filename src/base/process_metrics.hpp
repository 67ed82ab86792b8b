#pragma once
#include "base/async/blocking_pool.hpp"
#include "base/async/task_scope.hpp"
#include "base/metrics.hpp"

namespace vss {
/// process_* gauges under the names that Prometheus client libraries share: CPU, memory, descriptors, start
/// time.
void ExportProcessMetrics(Metrics& metrics);
/// vss_loop_lag_seconds: how late the loop runs a timer, measured every 250 ms.
void ExportLoopLag(Metrics& metrics, TaskScope& scope, std::string loop);
/// vss_pool_depth and vss_pool_refused_total of a blocking pool, which must outlive the metrics' last scrape.
void ExportPool(Metrics& metrics, const BlockingPool& pool);
}  // namespace vss
