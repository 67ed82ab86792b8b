#include "base/async/wakeup.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vss {
namespace asio = boost::asio;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

struct Wakeup::State {
  explicit State(Loop& loop) : timer(loop.executor()) {}
  std::atomic<bool> notified{false};
  Timer timer;
};

Wakeup::Wakeup(Loop& loop) : loop_(loop), state_(std::make_shared<State>(loop)) {}

void Wakeup::Notify() {
  if (state_->notified.exchange(true)) return;
  // Whoever waited may have taken the notification already and wait again: that wait is not to be cut short.
  loop_.Post([state = state_] {
    if (state->notified.load()) state->timer.cancel();
  });
}

Task<bool> Wakeup::WaitFor(std::chrono::steady_clock::duration at_most) {
  if (!state_->notified.load()) {
    boost::system::error_code failure;
    state_->timer.expires_after(at_most);
    co_await state_->timer.async_wait(asio::redirect_error(asio::use_awaitable_t<Executor>(), failure));
    if (failure && !state_->notified.load()) throw boost::system::system_error(failure);
  }
  co_return state_->notified.exchange(false);
}
}  // namespace vss
