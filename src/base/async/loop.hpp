#pragma once
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>

#include "base/async/task.hpp"

namespace vss {

/// One thread's event loop. Everything that a service owns is touched on its loop only, so services need no
/// mutexes. Post() is the one call that other threads may make.
class Loop {
 public:
  Loop() : context_(1) {}

  boost::asio::io_context& context() { return context_; }
  Executor executor() { return context_.get_executor(); }

  void Post(std::move_only_function<void()> work);
  /// Runs until Stop().
  void Run();
  void Stop() { context_.stop(); }

  /// Runs `task` to its end on this thread; for commands and tests, never inside a running loop.
  template <class T>
  T RunUntilDone(Task<T> task);

 private:
  void RunErased(Task<void> task);
  boost::asio::io_context context_;
};

/// Suspends the calling coroutine; throws boost::system::system_error(operation_aborted) when cancelled.
Task<void> SleepFor(std::chrono::steady_clock::duration duration);

template <class T>
T Loop::RunUntilDone(Task<T> task) {
  if constexpr (std::is_void_v<T>) {
    RunErased(std::move(task));
  } else {
    std::optional<T> result;
    RunErased([](Task<T> inner, std::optional<T>& out) -> Task<void> {
      out.emplace(co_await std::move(inner));
    }(std::move(task), result));
    return std::move(*result);
  }
}
}  // namespace vss
