#pragma once
#include <chrono>
#include <vector>

#include "base/async/wakeup.hpp"
#include "dci/log/log_inbox.hpp"
#include "dci/ports/store.hpp"

namespace vss::dci {

/// Moves lines from the inbox to the table: when a batch has come together, or every `kLongestWait`. While
/// the store is away the batch waits and is tried again ever more slowly; the inbox fills and drops, and the
/// count of what was dropped becomes a line of its own. Runs as one coroutine of the DCI loop.
class LogWriter {
 public:
  static constexpr std::size_t kBatchLines = 500;
  static constexpr std::chrono::milliseconds kLongestWait{250}, kLongestRetry{5000};

  LogWriter(Store<Transaction>& store, LogInbox& inbox, Wakeup& wakeup, Clock& clock)
      : store_(store), inbox_(inbox), wakeup_(wakeup), clock_(clock) {}

  /// Until it is cancelled.
  Task<void> Run();
  /// Writes everything that waits now; says whether that worked. For the end of the process, after Run().
  Task<bool> Flush();
  /// Lines taken from the inbox and not yet stored.
  std::size_t pending() const { return batch_.size(); }

 private:
  enum class Outcome { kStored, kRefused, kAway };

  void FillBatch();
  Task<bool> WriteBatch();
  Task<Outcome> Write(std::span<const LogLine> lines);
  void NoteFailure(const std::exception& e);
  std::chrono::milliseconds NextWait() const;

  Store<Transaction>& store_;
  LogInbox& inbox_;
  Wakeup& wakeup_;
  Clock& clock_;
  std::vector<LogLine> batch_;
  int failures_ = 0;
};
}  // namespace vss::dci
