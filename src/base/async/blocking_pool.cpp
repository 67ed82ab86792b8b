#include "base/async/blocking_pool.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/error.hpp"

namespace vss {
namespace asio = boost::asio;

struct BlockingPool::Threads {
  explicit Threads(unsigned count) : pool(count) {}
  asio::thread_pool pool;
};

BlockingPool::BlockingPool(std::string name, unsigned threads, std::size_t max_queued)
    : name_(std::move(name)), limit_(max_queued + threads), threads_(std::make_unique<Threads>(threads)) {}

BlockingPool::~BlockingPool() { Stop(); }

void BlockingPool::Stop() { threads_->pool.join(); }

Task<void> BlockingPool::RunErased(std::function<void()> work) {
  if (depth_.fetch_add(1, std::memory_order_relaxed) >= limit_) {
    depth_.fetch_sub(1, std::memory_order_relaxed);
    refused_.fetch_add(1, std::memory_order_relaxed);
    throw Error(ErrorCode::kServiceUnavailable, "the server is busy; try again shortly")
        .Internal("pool " + name_ + " is full")
        .RetryAfter(std::chrono::seconds(1));
  }
  auto start = [this, &work](auto handler) {
    asio::post(threads_->pool, [this, &work, handler = std::move(handler)]() mutable {
      std::exception_ptr failure;
      try {
        work();
      } catch (...) {
        failure = std::current_exception();
      }
      depth_.fetch_sub(1, std::memory_order_relaxed);
      const auto executor = asio::get_associated_executor(handler);
      asio::post(executor,
                 [handler = std::move(handler), failure]() mutable { std::move(handler)(failure); });
    });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(std::exception_ptr)>(
      start, asio::use_awaitable_t<Executor>());
}
}  // namespace vss
