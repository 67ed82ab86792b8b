#pragma once
#include <map>

#include "base/async/task_scope.hpp"
#include "ottb/lines/line_keeper.hpp"
#include "ottb/settings.hpp"

namespace vss::ottb {

/// Writes what happens to calls. Results wait here until they are committed, however long the database is
/// away; there are never more than lines, because a line takes no call before its last one is in the books.
/// Lives on the HTTP loop.
class CallBooks {
 public:
  CallBooks(Loop& loop, Store<Transaction>& store, const Clock& clock, LineKeeper& lines,
            const Settings& settings);

  /// Closes the calls that a crash or a stop cut: cause `system`, at the moment they were last known to be
  /// up, and keeps what `partials` saved of their recordings. Before the PBX starts. Idempotent. Says how
  /// many calls.
  Task<std::size_t> Recover(std::vector<RecordingInfo> partials);
  void Start(TaskScope& scope);
  Task<bool> Drain(std::chrono::milliseconds grace) { return writes_.Drain(grace); }

  /// `call` was just handed to the PBX.
  void OnCallStarted(const Call& call);
  // As PbxObserver has them.
  void OnCallProgress(const CallProgress& progress);
  void OnCallEnded(const CallResult& result);

  /// Calls that the PBX has, or that wait for their books.
  std::size_t running() const { return running_.size(); }

 private:
  struct Running {
    int line = 0;
    std::vector<CallProgress> progress;  ///< not written yet, oldest first; one for each state at most
    std::optional<CallResult> result;
  };
  Task<void> Write(std::vector<WriteBehind::Key> ids);
  /// Notes that running calls are up, and closes those that the PBX does not have.
  Task<void> Watch();

  Store<Transaction>& store_;
  const Clock& clock_;
  LineKeeper& lines_;
  const Settings& settings_;
  std::map<CallId, Running> running_;
  WriteBehind writes_;
};
}  // namespace vss::ottb
