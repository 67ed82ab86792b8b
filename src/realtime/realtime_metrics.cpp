#include "realtime/realtime_metrics.hpp"

namespace vss::realtime {
namespace {
prometheus::Gauge& Clients(Metrics& metrics, const char* transport) {
  return metrics.Gauge("vss_realtime_clients", "Engine.IO sessions, by transport.",
                       {{"transport", transport}});
}
prometheus::Counter& Recovered(Metrics& metrics, const char* outcome) {
  return metrics.Counter("vss_realtime_recovered_total",
                         "Connects that asked for what they missed, by outcome.", {{"outcome", outcome}});
}
}  // namespace

RealtimeMetrics::RealtimeMetrics(Metrics& metrics)
    : metrics_(metrics),
      polling(Clients(metrics, "polling")),
      websocket(Clients(metrics, "websocket")),
      queue_bytes(metrics.Gauge("vss_realtime_queue_bytes", "Bytes that wait for clients to read.")),
      members(metrics.Gauge("vss_realtime_members", "Clients that are signed in.")),
      connects(metrics.Counter("vss_realtime_connects_total", "Connects of Socket.IO that were accepted.")),
      events_out(metrics.Counter("vss_realtime_events_out_total", "Events put into the queues of clients.")),
      events_in(metrics.Counter("vss_realtime_events_in_total", "Events received from clients.")),
      dropped_slow(metrics.Counter("vss_realtime_dropped_slow_total",
                                   "Clients dropped because they did not read what was sent.")),
      recovered(Recovered(metrics, "recovered")),
      not_recovered(Recovered(metrics, "anew")) {}
}  // namespace vss::realtime
