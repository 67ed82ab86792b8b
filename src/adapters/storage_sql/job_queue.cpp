#include "adapters/storage_sql/job_queue.hpp"

#include "base/error.hpp"

namespace vss::sql {
namespace {
Error Unavailable(std::string_view message, std::string internal) {
  return Error(ErrorCode::kServiceUnavailable, std::string(message))
      .Internal(std::move(internal))
      .RetryAfter(std::chrono::seconds(1));
}
Error Away(const std::string& why) {
  return Unavailable("the database is not available; try again shortly", why);
}
}  // namespace

void JobQueue::Push(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (away_) throw Away(*away_);
    if (closed_) throw Unavailable("the server is stopping", "database queue is closed");
    if (jobs_.size() >= limit_)
      throw Unavailable("the server is busy; try again shortly", "database queue is full");
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
}

std::optional<Job> JobQueue::Pop(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (patience.count() > 0) changed_.wait_for(lock, patience, [this] { return !jobs_.empty() || closed_; });
  if (jobs_.empty()) return std::nullopt;
  Job job = std::move(jobs_.front());
  jobs_.pop_front();
  return job;
}

void JobQueue::Suspend(std::string why) {
  std::deque<Job> failed;
  {
    const std::lock_guard lock(mutex_);
    failed.swap(jobs_);
    away_ = why;
  }
  for (Job& job : failed) job.done(std::make_exception_ptr(Away(why)));
}

void JobQueue::Resume() {
  const std::lock_guard lock(mutex_);
  away_.reset();
}

void JobQueue::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

bool JobQueue::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

std::size_t JobQueue::size() const {
  const std::lock_guard lock(mutex_);
  return jobs_.size();
}
}  // namespace vss::sql
