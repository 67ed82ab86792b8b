#include "base/metrics.hpp"

#include <gmock/gmock.h>

namespace vss {
namespace {
using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(Metrics, WriteTheTextFormatOfPrometheus) {
  Metrics metrics;
  metrics
      .Counter("vss_http_requests_total", "Requests answered.", {{"route", "/api/slots"}, {"status", "200"}})
      .Increment(3);
  metrics.Gauge("vss_pool_depth", "Jobs waiting.").Set(2);
  EXPECT_THAT(
      metrics.Scrape(),
      AllOf(HasSubstr(
                "# HELP vss_http_requests_total Requests answered.\n# TYPE vss_http_requests_total counter\n"
                "vss_http_requests_total{route=\"/api/slots\",status=\"200\"} 3\n"),
            HasSubstr("# TYPE vss_pool_depth gauge\nvss_pool_depth 2\n")));
}

TEST(Metrics, EscapeLabels) {
  Metrics metrics;
  metrics.Gauge("vss_x", "x", {{"name", "a\"b\\c\nd"}}).Set(1);
  EXPECT_THAT(metrics.Scrape(), HasSubstr(R"(vss_x{name="a\"b\\c\nd"} 1)"));
}

TEST(Metrics, GiveTheSameSeriesForTheSameName) {
  Metrics metrics;
  metrics.Counter("vss_x_total", "x").Increment();
  metrics.Counter("vss_x_total", "x").Increment();
  EXPECT_THAT(metrics.Scrape(), HasSubstr("vss_x_total 2\n"));
}

TEST(Metrics, CountLatenciesIntoCumulativeBuckets) {
  Metrics metrics;
  prometheus::Histogram& latency = metrics.Latency("vss_seconds", "Time.");
  for (const double seconds : {0.0004, 0.003, 20.0}) latency.Observe(seconds);
  EXPECT_THAT(
      metrics.Scrape(),
      AllOf(HasSubstr("vss_seconds_bucket{le=\"0.0005\"} 1\n"),
            HasSubstr("vss_seconds_bucket{le=\"0.005\"} 2\n"), HasSubstr("vss_seconds_bucket{le=\"10\"} 2\n"),
            HasSubstr("vss_seconds_bucket{le=\"+Inf\"} 3\n"), HasSubstr("vss_seconds_count 3\n")));
}

TEST(Metrics, RefreshGaugesBeforeEachScrape) {
  Metrics metrics;
  prometheus::Gauge& gauge = metrics.Gauge("vss_scrapes", "Scrapes.");
  metrics.OnScrape([&] { gauge.Increment(); });
  metrics.Scrape();
  EXPECT_THAT(metrics.Scrape(), HasSubstr("vss_scrapes 2\n"));
}
}  // namespace
}  // namespace vss
