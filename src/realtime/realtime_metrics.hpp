#pragma once
#include "base/metrics.hpp"
#include "realtime/link.hpp"

namespace vss::realtime {

/// What the realtime server counts; names are in docs/reference/realtime.md.
class RealtimeMetrics {
 public:
  explicit RealtimeMetrics(Metrics& metrics);

  void Refused(const std::string& reason) {
    metrics_.Counter("vss_realtime_refused_total", kRefusedHelp, {{"reason", reason}}).Increment();
  }
  void Ended(LinkEnd end) {
    metrics_.Counter("vss_realtime_ended_total", kEndedHelp, {{"reason", std::string(ToString(end))}})
        .Increment();
    if (end == LinkEnd::kSlow) dropped_slow.Increment();
  }

 private:
  static constexpr const char* kRefusedHelp = "Connections and connects of Socket.IO that were refused.";
  static constexpr const char* kEndedHelp = "Engine.IO sessions that ended, by reason.";
  Metrics& metrics_;

 public:
  prometheus::Gauge &polling, &websocket, &queue_bytes, &members;
  prometheus::Counter &connects, &events_out, &events_in, &dropped_slow, &recovered, &not_recovered;
};
}  // namespace vss::realtime
