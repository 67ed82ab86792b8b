#pragma once
#include <string>
#include <thread>

#include "adapters/storage_sql/connection.hpp"
#include "adapters/storage_sql/job_queue.hpp"

namespace vss::sql {

/// Whether one kind of work succeeds, for health pages and metrics. Thread-safe.
class Health {
 public:
  void Good();
  void Bad(std::string problem);
  bool good() const;
  std::string problem() const;  ///< "" when good

 private:
  mutable std::mutex mutex_;
  std::string problem_;
};

/// The Error that the caller reads instead of an EngineFailure.
std::exception_ptr ToError(const EngineFailure& failure);

/// A thread with a connection of its own that takes jobs from a queue. When the connection is lost it opens a
/// new one; when that fails it suspends the queue and keeps trying, slower and slower, up to every two
/// seconds.
class Worker {
 public:
  /// `connection` may be null: then the engine is away at the start.
  Worker(std::string name, JobQueue& queue, Health& health, Connect connect,
         std::unique_ptr<Connection> connection);
  virtual ~Worker();
  /// Waits for the thread, which ends when the queue is closed and empty. Each derived class calls it in its
  /// destructor, because the thread calls their methods.
  void Join();

 protected:
  void Start();
  /// Does `job` (and calls every done that it takes on).
  virtual void Run(Job job) = 0;
  /// Learns whether this kind of work succeeds again. Throws EngineFailure.
  virtual void Probe() = 0;

  JobQueue& queue() { return queue_; }
  Health& health() { return health_; }
  /// Opens one when there is none; throws as Reconnect does.
  Connection& connection();
  /// Throws EngineFailure(kLost) after suspending the queue.
  void Reconnect();

 private:
  void Loop();
  void LookAfterConnection();

  const std::string name_;
  JobQueue& queue_;
  Health& health_;
  const Connect connect_;
  std::unique_ptr<Connection> connection_;
  std::chrono::milliseconds patience_;
  std::thread thread_;
};
}  // namespace vss::sql
