#pragma once
#include "adapters/pbx_embedded/shard_report.hpp"
#include "base/metrics.hpp"

namespace vss::pbx_embedded {

/// What Prometheus sees of the engine. On the HTTP loop.
class PbxMetrics {
 public:
  PbxMetrics(Metrics& metrics, std::uint16_t shards);

  void Take(const ShardReport& report);
  void CallEnded(const ottb::CallResult& result);
  void SetRunning(std::size_t calls) { running_.Set(static_cast<double>(calls)); }

 private:
  void SetGauges();
  void SetProvider(const ProviderState& now);

  Metrics& metrics_;
  std::vector<ShardReport> last_;  ///< by shard
  prometheus::Gauge &running_, &registrations_, &unreachable_, &softphones_, &client_transactions_,
      &server_transactions_, &streams_;
  prometheus::Counter &received_, &sent_, &repeated_, &malformed_, &garbage_, &scanners_, &rate_limited_,
      &kernel_, &foreign_requests_, &auth_failures_, &rtp_in_, &rtp_out_, &rtp_foreign_, &rtp_malformed_,
      &truncated_, &recordings_;
  prometheus::Histogram& post_dial_delay_;
};
}  // namespace vss::pbx_embedded
