#pragma once
#include "base/async/task_scope.hpp"
#include "base/metrics.hpp"
#include "contracts/bus.hpp"
#include "dci/log/log_retention.hpp"
#include "dci/log/log_service.hpp"
#include "dci/log/log_writer.hpp"
#include "dci/ports/system.hpp"
#include "http/router.hpp"

namespace vss::dci {

struct DciSettings {
  std::string version;
  RetentionSettings retention;
  LogInbox::Limits inbox;
};

/// The DCI service: event log and status. Order in wiring: construct, Subscribe, Mount, Start; at the end
/// stop the HTTP server and the outbox dispatcher, then the scope, then await Stop(), then close the
/// database.
class DciModule {
 public:
  DciModule(Loop& loop, Store<Transaction>& store, SystemView& system, Clock& clock, Metrics& metrics,
            DciSettings settings);
  ~DciModule();
  DciModule(const DciModule&) = delete;
  DciModule& operator=(const DciModule&) = delete;

  /// Every event of the bus becomes a line of the log.
  void Subscribe(Bus& bus);
  void Mount(http::Router& router);
  /// From here on, log lines of the whole process are kept (log::AddSink), and retention runs.
  void Start(TaskScope& scope);
  /// Stores the log lines that still wait. Later ones go to standard error only.
  Task<void> Stop();

 private:
  Store<Transaction>& store_;
  SystemView& system_;
  Clock& clock_;
  DciSettings settings_;
  Steady started_;
  Wakeup batch_ready_;
  LogInbox inbox_;
  LogWriter writer_;
  LogRetention retention_;
  LogService log_;
};
}  // namespace vss::dci
