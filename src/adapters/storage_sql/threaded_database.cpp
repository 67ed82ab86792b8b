#include "adapters/storage_sql/threaded_database.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>

namespace vss::sql {
namespace asio = boost::asio;
namespace {
/// Queues `work` and resumes the caller on its own loop when it is done. Push throws here, before anything is
/// queued.
Task<void> Await(JobQueue& queue, std::function<void(Session&)> work) {
  auto start = [&queue, &work](auto handler) {
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    auto done = [shared](std::exception_ptr failure) {
      const auto executor = asio::get_associated_executor(*shared);
      asio::post(executor, [shared, failure = std::move(failure)]() mutable {
        auto handler = std::move(*shared);
        std::move(handler)(std::move(failure));
      });
    };
    try {
      queue.Push({.work = std::move(work), .done = done});
    } catch (...) {
      done(std::current_exception());
    }
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(std::exception_ptr)>(
      start, asio::use_awaitable_t<Executor>());
}

/// Where a thread waits for its job. Shared, because the worker may still be leaving Finish when the waiter
/// has gone.
class Waiter {
 public:
  void Finish(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(failure);
    finished_ = true;
    changed_.notify_one();
  }
  void Wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return finished_; });
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool finished_ = false;
  std::exception_ptr failure_;
};

void WaitFor(JobQueue& queue, const std::function<void(Session&)>& work) {
  const auto waiter = std::make_shared<Waiter>();
  queue.Push(
      {.work = work, .done = [waiter](std::exception_ptr failure) { waiter->Finish(std::move(failure)); }});
  waiter->Wait();
}
}  // namespace

ThreadedDatabase::ThreadedDatabase(const PoolOptions& options, const Connect& open_writer,
                                   const Connect& open_reader)
    : writes_(options.writer.max_queued), reads_(options.max_queued_reads) {
  writer_ =
      std::make_unique<GroupCommitWriter>(writes_, write_health_, open_writer, open_writer(), options.writer);
  try {
    for (unsigned i = 0; i < options.readers; ++i) {
      readers_.push_back(std::make_unique<Reader>(reads_, read_health_, open_reader, open_reader()));
    }
  } catch (...) {
    Stop();
    throw;
  }
}

ThreadedDatabase::~ThreadedDatabase() { Stop(); }

Task<void> ThreadedDatabase::RunRead(std::function<void(Session&)> work) {
  return Await(reads_, std::move(work));
}
Task<void> ThreadedDatabase::RunWrite(std::function<void(Session&)> work) {
  return Await(writes_, std::move(work));
}
void ThreadedDatabase::WriteNow(const std::function<void(Session&)>& work) { WaitFor(writes_, work); }
void ThreadedDatabase::ReadNow(const std::function<void(Session&)>& work) { WaitFor(reads_, work); }

Database::Stats ThreadedDatabase::stats() const {
  const std::string problem = write_health_.good() ? read_health_.problem() : write_health_.problem();
  return {.read_queue = reads_.size(),
          .write_queue = writes_.size(),
          .commits = writer_->commits(),
          .writes = writer_->writes(),
          .healthy = problem.empty(),
          .problem = problem};
}

void ThreadedDatabase::Stop() {
  writes_.Close();
  reads_.Close();
  writer_->Join();
  for (const auto& reader : readers_) reader->Join();
}
}  // namespace vss::sql
