#include "base/async/loop.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vss {
namespace asio = boost::asio;

void Loop::Post(std::move_only_function<void()> work) { asio::post(context_, std::move(work)); }

void Loop::Run() {
  const auto guard = asio::make_work_guard(context_);
  context_.restart();  // a RunUntilDone before may have left the context out of work, which stops it
  context_.run();
}

void Loop::RunErased(Task<void> task) {
  std::exception_ptr failure;
  bool done = false;
  asio::co_spawn(context_, std::move(task), [&](std::exception_ptr e) {
    failure = e;
    done = true;
  });
  const auto guard = asio::make_work_guard(context_);
  context_.restart();
  while (!done) context_.run_one();
  if (failure) std::rethrow_exception(failure);
}

Task<void> SleepFor(std::chrono::steady_clock::duration duration) {
  using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                           asio::wait_traits<std::chrono::steady_clock>, Executor>;
  Timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::use_awaitable_t<Executor>());
}
}  // namespace vss
