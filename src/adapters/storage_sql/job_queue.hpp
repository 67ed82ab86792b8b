#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

#include "adapters/storage_sql/database.hpp"

namespace vss::sql {

/// What somebody waits for. `done` is called exactly once, on any thread.
struct Job {
  std::function<void(Session&)> work;
  std::move_only_function<void(std::exception_ptr)> done;
  std::exception_ptr outcome = nullptr;
};

/// Jobs on their way to the threads of one kind. Bounded: when it is full, or while the engine is away, Push
/// throws Error(kServiceUnavailable) with Retry-After at once. Thread-safe.
class JobQueue {
 public:
  explicit JobQueue(std::size_t limit) : limit_(limit) {}

  void Push(Job job);
  /// The next job; nothing when `patience` ran out or the queue was closed.
  std::optional<Job> Pop(std::chrono::milliseconds patience);
  std::optional<Job> TryPop() { return Pop(std::chrono::milliseconds(0)); }

  /// The engine is away: fails what waits and refuses what comes, until Resume().
  void Suspend(std::string why);
  void Resume();
  /// No more jobs; those that wait are still handed out.
  void Close();
  bool closed() const;
  std::size_t size() const;

 private:
  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::optional<std::string> away_;
  bool closed_ = false;
};
}  // namespace vss::sql
