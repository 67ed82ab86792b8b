#pragma once
#include "contracts/journal.hpp"
#include "contracts/principal.hpp"
#include "dci/ports/store.hpp"

namespace vss::dci {

/// What a caller of log-event may say; the rest of the line is ours.
struct LogEntry {
  std::string module;
  Severity severity = Severity::kInfo;
  std::string message;
  json::object fields;
};

/// The event log for those who read it, add to it over HTTP, or publish events.
class LogService {
 public:
  LogService(Store<Transaction>& store, Clock& clock) : store_(store), clock_(clock) {}

  /// Resolves when the line is durable.
  Task<StoredLogLine> Record(const Caller& caller, LogEntry entry);
  Task<Page<StoredLogLine>> List(LogFilter filter, PageRequest page);
  Task<LogVolume> Volume();
  /// Subscriber of the bus, for all events. Idempotent on the event's id.
  Task<void> Keep(const std::vector<Event>& events);

 private:
  Store<Transaction>& store_;
  Clock& clock_;
};
}  // namespace vss::dci
