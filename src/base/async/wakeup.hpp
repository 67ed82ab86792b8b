#pragma once
#include <chrono>
#include <memory>

#include "base/async/loop.hpp"

namespace vss {

/// Lets one background coroutine sleep until there is something to do. Notify() may be called on any thread
/// and is remembered when nobody waits; many calls before the next wait count as one.
class Wakeup {
 public:
  explicit Wakeup(Loop& loop);
  void Notify();
  /// For one coroutine of the loop at a time: true when notified, false when `at_most` passed first. Throws
  /// system_error(operation_aborted) when the coroutine is cancelled.
  Task<bool> WaitFor(std::chrono::steady_clock::duration at_most);

 private:
  struct State;
  Loop& loop_;
  std::shared_ptr<State> state_;  // shared with what Notify() has posted
};
}  // namespace vss
