#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/async/task.hpp"

namespace vss {

/// Named threads for work that would block a loop (SQL, bcrypt, files). Bounded: when `max_queued` jobs wait,
/// Run throws Error(kServiceUnavailable), so that overload answers at once instead of growing.
/// Owned by wiring; stopped (or destroyed) when the loops that await it no longer run, and before they are
/// destroyed: a pool thread may still be waking a loop that has its result already.
class BlockingPool {
 public:
  BlockingPool(std::string name, unsigned threads, std::size_t max_queued);
  ~BlockingPool();
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;

  /// Runs `work` on a pool thread and resumes the caller on its own loop with the result or the exception.
  template <class F>
  auto Run(F work) -> Task<std::invoke_result_t<F&>> {
    using R = std::invoke_result_t<F&>;
    if constexpr (std::is_void_v<R>) {
      co_await RunErased([&work] { work(); });
    } else {
      std::optional<R> result;
      co_await RunErased([&] { result.emplace(work()); });
      co_return std::move(*result);
    }
  }

  const std::string& name() const { return name_; }
  /// Jobs that wait or run. Any thread.
  std::size_t depth() const { return depth_.load(std::memory_order_relaxed); }
  std::uint64_t refused() const { return refused_.load(std::memory_order_relaxed); }

  /// Waits for the queued jobs and joins the threads.
  void Stop();

 private:
  Task<void> RunErased(std::function<void()> work);

  struct Threads;
  std::string name_;
  std::size_t limit_;
  std::atomic<std::size_t> depth_{0};
  std::atomic<std::uint64_t> refused_{0};
  std::unique_ptr<Threads> threads_;
};
}  // namespace vss
