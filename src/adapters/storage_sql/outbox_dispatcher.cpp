#include "adapters/storage_sql/outbox_dispatcher.hpp"

#include <boost/system/system_error.hpp>

#include "base/error.hpp"
#include "base/log.hpp"

namespace vss::sql {

OutboxDispatcher::OutboxDispatcher(Loop& loop, Database& database, Bus& bus, Clock& clock, Metrics& metrics)
    : database_(database),
      reader_(database),
      bus_(bus),
      clock_(clock),
      wakeup_(loop),
      depth_gauge_(metrics.Gauge("vss_outbox_depth", "Events that are committed and not yet published.")),
      lag_gauge_(
          metrics.Gauge("vss_outbox_lag_seconds", "Age of the oldest event that is not yet published.")),
      published_counter_(metrics.Counter("vss_outbox_published_total", "Events published from the outbox.")) {
}

Task<void> OutboxDispatcher::Run() {
  while (true) {
    commits_seen_ = database_.stats().commits;  // before the look: what commits during it is seen by the next
    failures_ = co_await TryDrain() ? 0 : failures_ + 1;
    co_await WaitForWork();
  }
}

Task<bool> OutboxDispatcher::TryDrain() {
  try {
    co_await Drain();
    co_return true;
  } catch (const boost::system::system_error&) {
    throw;  // we are asked to stop
  } catch (const std::exception& e) {
    if (failures_ == 0) {
      log::Warning("BUS", "events wait in the outbox; publishing is tried again", {{"error", e.what()}});
    }
    co_return false;
  }
}

Task<void> OutboxDispatcher::Drain() {
  while (co_await PublishBatch()) {
  }
}

// True when there may be more.
Task<bool> OutboxDispatcher::PublishBatch() {
  const std::vector<Event> events = co_await reader_.Next(kBatch);
  co_await Measure(events);
  if (events.empty()) co_return false;
  co_await bus_.Publish(events);
  std::vector<std::string> ids;
  ids.reserve(events.size());
  for (const Event& event : events) ids.push_back(event.id);
  co_await reader_.Done(std::move(ids));
  stats_.published += events.size();
  published_counter_.Increment(static_cast<double>(events.size()));
  co_return true;
}

// A batch that is not full is all there is; only a longer queue has to be counted.
Task<void> OutboxDispatcher::Measure(const std::vector<Event>& events) {
  stats_.depth = static_cast<std::int64_t>(events.size());
  if (events.size() == kBatch) {
    stats_.depth = co_await database_.Read(
        [](Session& session) { return session.Query("SELECT COUNT(*) FROM outbox").at(0).Int(0); });
  }
  stats_.lag = events.empty() ? std::chrono::milliseconds(0) : clock_.Now() - events.front().at;
  depth_gauge_.Set(static_cast<double>(stats_.depth));
  lag_gauge_.Set(std::chrono::duration<double>(stats_.lag).count());
}

Task<void> OutboxDispatcher::WaitForWork() {
  if (failures_ > 0) {
    co_await wakeup_.WaitFor(std::min(kLongestRetry, kGlance * (1 << std::min(failures_, 8))));
    co_return;
  }
  const Steady until = clock_.SteadyNow() + kLook;
  while (clock_.SteadyNow() < until && database_.stats().commits == commits_seen_) {
    if (co_await wakeup_.WaitFor(kGlance)) break;
  }
}
}  // namespace vss::sql
