#pragma once
#include <map>

#include "base/async/task_scope.hpp"
#include "ottb/ports/pbx.hpp"
#include "ottb/ports/store.hpp"
#include "ottb/write_behind.hpp"

namespace vss::ottb {

/// Books calls that the provider brought and nobody took: a line in the log and an event, call.incoming,
/// which the event log keeps. Lives on the HTTP loop.
class IncomingCalls {
 public:
  IncomingCalls(Loop& loop, Store<Transaction>& store, const Clock& clock);

  void Start(TaskScope& scope) { scope.Spawn("incoming calls", writes_.Run()); }
  Task<bool> Drain(std::chrono::milliseconds grace) { return writes_.Drain(grace); }

  /// As PbxObserver has it.
  void OnIncomingCall(const IncomingCall& call);

 private:
  struct Noted {
    IncomingCall call;
    Instant at;
  };
  Task<void> Write(std::vector<WriteBehind::Key> keys);

  Store<Transaction>& store_;
  const Clock& clock_;
  std::map<WriteBehind::Key, Noted> noted_;  ///< not written yet
  WriteBehind::Key last_ = 0;
  WriteBehind writes_;
};
}  // namespace vss::ottb
