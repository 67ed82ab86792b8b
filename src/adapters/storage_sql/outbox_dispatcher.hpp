#pragma once
#include "adapters/storage_sql/outbox.hpp"
#include "base/async/wakeup.hpp"
#include "base/metrics.hpp"
#include "contracts/bus.hpp"

namespace vss::sql {

/// Publishes what transactions left in the outbox, oldest first, and removes it when the bus has it. A crash
/// at any point repeats at most one batch; nothing is lost. One coroutine on the loop of the bus.
class OutboxDispatcher {
 public:
  static constexpr std::size_t kBatch = 500;
  /// How often it looks whether anything was committed (a counter, not a query), and how often it asks the
  /// table nevertheless, because another process may have written there.
  static constexpr std::chrono::milliseconds kGlance{20}, kLook{1000}, kLongestRetry{5000};

  OutboxDispatcher(Loop& loop, Database& database, Bus& bus, Clock& clock, Metrics& metrics);

  /// Until it is cancelled. While database or bus are away it tries again, ever more slowly.
  Task<void> Run();
  /// Publishes everything that is there now. Throws what database or bus throw; the rows stay then.
  Task<void> Drain();
  /// Any thread: look now.
  void Kick() { wakeup_.Notify(); }

  struct Stats {
    std::int64_t depth = 0;            ///< committed and not published, at the last look
    std::chrono::milliseconds lag{0};  ///< age of the oldest of them
    std::uint64_t published = 0;
  };
  const Stats& stats() const { return stats_; }

 private:
  Task<bool> PublishBatch();
  Task<void> Measure(const std::vector<Event>& events);
  Task<void> WaitForWork();
  Task<bool> TryDrain();

  Database& database_;
  OutboxReader reader_;
  Bus& bus_;
  Clock& clock_;
  Wakeup wakeup_;
  prometheus::Gauge &depth_gauge_, &lag_gauge_;
  prometheus::Counter& published_counter_;
  Stats stats_;
  std::uint64_t commits_seen_ = 0;
  int failures_ = 0;
};
}  // namespace vss::sql
