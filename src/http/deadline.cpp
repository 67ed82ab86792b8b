#include "http/deadline.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vss::http {
namespace asio = boost::asio;
namespace {
using DeadlineTimer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                                 asio::wait_traits<std::chrono::steady_clock>, Executor>;

struct Run {
  explicit Run(const Executor& executor) : timer(executor) {}
  DeadlineTimer timer;
  std::optional<Response> response;
  std::exception_ptr failure;
  bool done = false;
};

Task<void> Work(std::shared_ptr<Run> run, std::shared_ptr<Context> context, Handler handler) {
  try {
    run->response = co_await handler(*context);
  } catch (...) {
    run->failure = std::current_exception();
  }
  run->done = true;
  run->timer.cancel();
}
}  // namespace

Task<std::optional<Response>> RunWithin(std::chrono::seconds deadline, std::shared_ptr<Context> context,
                                        Handler handler) {
  const Executor executor = co_await asio::this_coro::executor;
  auto run = std::make_shared<Run>(executor);
  run->timer.expires_after(deadline);
  asio::co_spawn(executor, Work(run, context, std::move(handler)), [](std::exception_ptr) {});
  while (!run->done && run->timer.expiry() > std::chrono::steady_clock::now()) {
    boost::system::error_code cancelled;
    co_await run->timer.async_wait(asio::redirect_error(asio::use_awaitable_t<Executor>(), cancelled));
  }
  // On the loop as the handler: between this and what the handler does next there is nothing.
  if (!run->done) context->patience().End();
  if (run->failure) std::rethrow_exception(run->failure);
  co_return std::move(run->response);
}
}  // namespace vss::http
