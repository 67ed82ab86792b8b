#include "base/async/task_scope.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include "base/log.hpp"

namespace vss {
namespace asio = boost::asio;

struct TaskScope::Running {
  std::string what;
  asio::cancellation_signal cancel;
};

TaskScope::~TaskScope() = default;

void TaskScope::Spawn(std::string what, Task<void> task) {
  if (stopping_) return;
  auto running = std::make_shared<Running>();
  running->what = std::move(what);
  const auto place = running_.insert(running_.end(), running);
  asio::co_spawn(loop_.context(), std::move(task),
                 asio::bind_cancellation_slot(
                     running->cancel.slot(), [this, running, place](std::exception_ptr failure) {
                       if (failure && !stopping_) {
                         try {
                           std::rethrow_exception(failure);
                         } catch (const std::exception& e) {
                           log::Error("VSS", "a background task ended with an error",
                                      {{"task", running->what}, {"error", e.what()}});
                         }
                       }
                       running_.erase(place);
                     }));
}

void TaskScope::Every(std::string what, std::chrono::milliseconds period, std::function<Task<void>()> work) {
  auto loop = [](TaskScope& scope, std::string name, std::chrono::milliseconds wait,
                 std::function<Task<void>()> step) -> Task<void> {
    while (!scope.stopping_) {
      co_await SleepFor(wait);
      try {
        co_await step();
      } catch (const std::exception& e) {
        if (!scope.stopping_)
          log::Error("VSS", "a periodic task failed", {{"task", name}, {"error", e.what()}});
      }
    }
  };
  Spawn(what, loop(*this, what, period, std::move(work)));
}

Task<bool> TaskScope::Stop(std::chrono::milliseconds grace) {
  stopping_ = true;
  const auto running = running_;  // a cancelled coroutine takes itself off the list
  for (const auto& task : running) task->cancel.emit(asio::cancellation_type::terminal);
  const auto until = std::chrono::steady_clock::now() + grace;
  while (!running_.empty() && std::chrono::steady_clock::now() < until)
    co_await SleepFor(std::chrono::milliseconds(5));
  for (const auto& task : running_)
    log::Warning("VSS", "a background task did not stop in time", {{"task", task->what}});
  co_return running_.empty();
}
}  // namespace vss
