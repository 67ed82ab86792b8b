#pragma once
#include <functional>
#include <list>
#include <string>

#include "base/async/loop.hpp"

namespace vss {

/// Owns background coroutines; nothing in VSS is detached. Two-stage stop: Stop() asks (co-operative, through
/// cancellation of what each coroutine awaits) and resolves when all have ended. Used on its loop only.
class TaskScope {
 public:
  TaskScope(Loop& loop, std::string name) : loop_(loop), name_(std::move(name)) {}
  ~TaskScope();
  TaskScope(const TaskScope&) = delete;
  TaskScope& operator=(const TaskScope&) = delete;

  /// Starts `task`. An exception that leaves it is logged; it does not stop the others.
  void Spawn(std::string what, Task<void> task);
  /// Calls `work` every `period`, the first time after one period, until Stop().
  void Every(std::string what, std::chrono::milliseconds period, std::function<Task<void>()> work);

  bool stopping() const { return stopping_; }
  std::size_t running() const { return running_.size(); }
  /// Cancels what the coroutines await, waits at most `grace` for them to end, and says whether they did.
  Task<bool> Stop(std::chrono::milliseconds grace);

 private:
  struct Running;
  Loop& loop_;
  std::string name_;
  bool stopping_ = false;
  std::list<std::shared_ptr<Running>> running_;
};
}  // namespace vss
