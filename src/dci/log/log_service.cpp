#include "dci/log/log_service.hpp"

#include "dci/log/log_sources.hpp"

namespace vss::dci {

Task<StoredLogLine> LogService::Record(const Caller& caller, LogEntry entry) {
  const LogLine line{.at = clock_.Now(),
                     .module = std::move(entry.module),
                     .severity = entry.severity,
                     .message = std::move(entry.message),
                     .fields = std::move(entry.fields),
                     .request_id = caller.request_id,
                     .username = caller.principal.username};
  co_return co_await store_.Write([&line](Transaction& tx) { return tx.log().Insert(line); });
}

Task<Page<StoredLogLine>> LogService::List(LogFilter filter, PageRequest page) {
  co_return co_await store_.Read([&](Transaction& tx) { return tx.log().List(filter, page); });
}

Task<LogVolume> LogService::Volume() {
  co_return co_await store_.Read([](Transaction& tx) { return tx.log().Volume(); });
}

Task<void> LogService::Keep(const std::vector<Event>& events) {
  std::vector<LogLine> lines;
  lines.reserve(events.size());
  for (const Event& event : events) lines.push_back(FromEvent(event));
  co_await store_.Write([&lines](Transaction& tx) { tx.log().Append(lines); });
}
}  // namespace vss::dci
