#include "adapters/storage_sql/worker.hpp"

#include <pthread.h>

#include "base/error.hpp"
#include "base/log.hpp"

namespace vss::sql {
namespace {
constexpr std::chrono::milliseconds kIdleLook{1000}, kFirstRetry{50}, kSlowestRetry{2000};
}

void Health::Good() {
  const std::lock_guard lock(mutex_);
  if (!problem_.empty()) log::Info("DB", "the database works again", {{"after", problem_}});
  problem_.clear();
}

void Health::Bad(std::string problem) {
  const std::lock_guard lock(mutex_);
  if (problem_ != problem) log::Error("DB", "the database does not work", {{"error", problem}});
  problem_ = std::move(problem);
}

bool Health::good() const {
  const std::lock_guard lock(mutex_);
  return problem_.empty();
}

std::string Health::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

namespace {
std::string_view WhatToDo(EngineFailure::Kind kind) {
  switch (kind) {
    case EngineFailure::Kind::kLostInCommit:
      return "the database was lost while it was saving; look whether the change is there, or repeat the "
             "request with its Idempotency-Key";
    case EngineFailure::Kind::kDiskFull:
      return kDiskIsFull;
    default:
      return "the database is not available; try again shortly";
  }
}
}  // namespace

std::exception_ptr ToError(const EngineFailure& failure) {
  return std::make_exception_ptr(Error(ErrorCode::kServiceUnavailable, std::string(WhatToDo(failure.kind())))
                                     .Internal(failure.what())
                                     .RetryAfter(std::chrono::seconds(1)));
}

Worker::Worker(std::string name, JobQueue& queue, Health& health, Connect connect,
               std::unique_ptr<Connection> connection)
    : name_(std::move(name)),
      queue_(queue),
      health_(health),
      connect_(std::move(connect)),
      connection_(std::move(connection)),
      patience_(kIdleLook) {}

Worker::~Worker() = default;

void Worker::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Worker::Join() {
  if (thread_.joinable()) thread_.join();
}

void Worker::Loop() {
  pthread_setname_np(pthread_self(), name_.substr(0, 15).c_str());
  while (!queue_.closed() || queue_.size() > 0) {
    if (auto job = queue_.Pop(patience_)) {
      Run(std::move(*job));
    } else {
      LookAfterConnection();
    }
  }
  connection_.reset();
}

void Worker::LookAfterConnection() {
  if (queue_.closed()) return;
  try {
    if (!connection_ || !connection_->Alive()) Reconnect();
    if (!health_.good()) Probe();
    health_.Good();
    queue_.Resume();
    patience_ = kIdleLook;
  } catch (const EngineFailure& failure) {
    health_.Bad(failure.what());
    patience_ = std::min(patience_ == kIdleLook ? kFirstRetry : patience_ * 2, kSlowestRetry);
  }
}

Connection& Worker::connection() {
  if (!connection_) Reconnect();
  return *connection_;
}

void Worker::Reconnect() {
  connection_.reset();
  try {
    connection_ = connect_();
  } catch (const EngineFailure& failure) {
    health_.Bad(failure.what());
    queue_.Suspend(failure.what());
    patience_ = kFirstRetry;
    throw;
  }
  queue_.Resume();
}
}  // namespace vss::sql
