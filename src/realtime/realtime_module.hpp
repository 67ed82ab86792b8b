#pragma once
#include "contracts/bus.hpp"
#include "realtime/engine_routes.hpp"
#include "realtime/log_tail.hpp"

namespace vss::realtime {

/// What the realtime server needs from outside; all outlive it.
struct RealtimeDeps {
  Loop& loop;  ///< the HTTP loop
  Clock& clock;
  Random& random;
  Metrics& metrics;
  TokenVerifier& tokens;
  LeadDirectory& leads;  ///< whose rows an event is about
  SnapshotSource& snapshots;
  std::function<void(AuditEntry)> on_refused;
};

/// Socket.IO as wiring sees it.
class RealtimeModule {
 public:
  RealtimeModule(RealtimeDeps deps, Settings settings);

  void Mount(http::Router& router) { routes_.Mount(router); }
  /// Every event of the bus that clients may subscribe to.
  void Subscribe(Bus& bus);
  void Start(TaskScope& scope);
  /// To everything that `user` has open.
  void Tell(const std::string& user, std::string_view event, const json::object& data) {
    hub_.Tell(user, event, data);
  }
  /// Before the HTTP servers stop: ends all sessions, so that no poll holds them up.
  void Stop() { links_.Stop(); }

 private:
  /// Ends or changes those whose token says something else now.
  void Review();

  Settings settings_;
  RealtimeMetrics metrics_;
  Identities identities_;
  Hub hub_;
  LogTail log_tail_;
  ClientServices services_;
  LinkServer links_;
  EngineRoutes routes_;
};
}  // namespace vss::realtime
