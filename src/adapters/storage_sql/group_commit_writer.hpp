#pragma once
#include <atomic>

#include "adapters/storage_sql/worker.hpp"

namespace vss::sql {

struct WriterOptions {
  std::size_t max_queued = 4096;
  /// A transaction takes on waiting works until it has this many or has lasted this long.
  std::size_t max_batch = 256;
  std::chrono::milliseconds max_batch_time{10};
};

/// The one thread that writes. Works that wait while a commit is under way share the next one, so the price
/// of making data durable is paid once for all of them; each runs in a savepoint of its own and fails alone.
class GroupCommitWriter final : public Worker {
 public:
  GroupCommitWriter(JobQueue& queue, Health& health, Connect connect, std::unique_ptr<Connection> connection,
                    WriterOptions options);
  ~GroupCommitWriter() override { Join(); }

  std::uint64_t commits() const { return commits_.load(std::memory_order_relaxed); }
  std::uint64_t writes() const { return writes_.load(std::memory_order_relaxed); }

 private:
  using Batch = std::vector<Job>;

  void Run(Job first) override;
  void Probe() override { connection().TryToWrite(); }
  /// True when `batch` is finished; false when it is to be run again.
  bool TryRun(Batch& batch, int attempt);
  void Transact(Batch& batch);
  /// The first job of a transaction needs no savepoint: if it fails, the transaction begins anew and this is
  /// false.
  bool RunAlone(Job& job);
  void RunInSavepoint(Job& job);
  /// Takes another waiting work into the open transaction.
  void Grow(Batch& batch, Steady since);

  const WriterOptions options_;
  std::atomic<std::uint64_t> commits_{0}, writes_{0};
};
}  // namespace vss::sql
