#pragma once
#include <map>

#include "base/async/task_scope.hpp"
#include "base/timeline.hpp"
#include "ottb/calls/clock_lead.hpp"
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

  /// `call` was just handed to the PBX; `times` began with it.
  void OnCallStarted(const Call& call, const Timeline& times);
  // As PbxObserver has them.
  void OnCallProgress(const CallProgress& progress);
  void OnCallEnded(const CallResult& result);

  /// Calls that the PBX has, or that wait for their books.
  std::size_t running() const { return running_.size(); }

  /// Of them, those whose own time is not the wall clock's: none, as long as nobody sets that.
  ClockLeads LeadsOfClock() const;

 private:
  struct Running {
    int line = 0;
    std::optional<std::string> user_id;
    TrunkId trunk_id;
    Timeline times;
    bool answered = false;
    std::vector<CallProgress> progress;  ///< not written yet, oldest first; one for each state at most
    std::optional<CallResult> result;
  };
  Task<void> Write(std::vector<WriteBehind::Key> ids);
  /// Notes that running calls are up, and closes those that the PBX does not have.
  Task<void> Watch();
  void CloseUnknown(const std::vector<Call>& calls);

  Store<Transaction>& store_;
  const Clock& clock_;
  LineKeeper& lines_;
  const Settings& settings_;
  std::map<CallId, Running> running_;
  std::map<CallId, Steady> missed_;  ///< since when calls of the books are not in running_
  WriteBehind writes_;
};
}  // namespace vss::ottb
