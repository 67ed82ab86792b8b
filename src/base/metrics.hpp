#pragma once
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <functional>
#include <string>

namespace vss {

/// The process's metrics. Adding is thread-safe; hold the returned reference, it lives as long as the
/// registry.
class Metrics {
 public:
  using Labels = std::map<std::string, std::string>;
  prometheus::Counter& Counter(const std::string& name, const std::string& help, const Labels& labels = {});
  prometheus::Gauge& Gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  /// Buckets in seconds from 0.5 ms to 10 s.
  prometheus::Histogram& Latency(const std::string& name, const std::string& help, const Labels& labels = {});

  /// `refresh` runs before each Scrape, on its thread, to set gauges that are read rather than kept.
  void OnScrape(std::function<void()> refresh) { refresh_.push_back(std::move(refresh)); }
  /// Prometheus text exposition format 0.0.4.
  std::string Scrape();

 private:
  prometheus::Registry registry_;
  std::vector<std::function<void()>> refresh_;
};
}  // namespace vss
