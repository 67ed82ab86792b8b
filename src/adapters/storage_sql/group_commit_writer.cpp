#include "adapters/storage_sql/group_commit_writer.hpp"

namespace vss::sql {
namespace {
constexpr int kAttempts = 4;
using Kind = EngineFailure::Kind;

bool MayRunAgain(const EngineFailure& failure, int attempt) {
  if (failure.kind() == Kind::kRetry) return attempt < kAttempts;
  return failure.kind() == Kind::kLost &&
         attempt == 1;  // a server that was restarted is back by now, or it is away
}
}  // namespace

GroupCommitWriter::GroupCommitWriter(JobQueue& queue, Health& health, Connect connect,
                                     std::unique_ptr<Connection> connection, WriterOptions options)
    : Worker("db-writer", queue, health, std::move(connect), std::move(connection)), options_(options) {
  Start();
}

void GroupCommitWriter::Run(Job first) {
  Batch batch;
  batch.push_back(std::move(first));
  for (int attempt = 1; !TryRun(batch, attempt); ++attempt) {
  }
  for (Job& job : batch) job.done(std::exchange(job.outcome, nullptr));
}

bool GroupCommitWriter::TryRun(Batch& batch, int attempt) {
  try {
    Transact(batch);
    health().Good();
    return true;
  } catch (const EngineFailure& failure) {
    const bool again = MayRunAgain(failure, attempt);
    if (!again) {
      health().Bad(failure.what());
      for (Job& job : batch) job.outcome = ToError(failure);
    }
    try {
      if (failure.kind() == Kind::kLost || failure.kind() == Kind::kLostInCommit) {
        Reconnect();
      } else {
        connection().Rollback();
      }
    } catch (const EngineFailure& away) {
      if (again) {
        for (Job& job : batch) job.outcome = ToError(away);
      }
      return true;
    }
    return !again;
  }
}

void GroupCommitWriter::Transact(Batch& batch) {
  const Steady since = std::chrono::steady_clock::now();
  connection().Begin();
  bool alone = true;  // nothing of another job is in the transaction
  for (std::size_t i = 0; i < batch.size(); ++i) {
    batch[i].outcome = nullptr;
    if (alone) {
      alone = !RunAlone(batch[i]);
    } else {
      RunInSavepoint(batch[i]);
    }
    if (i + 1 == batch.size()) Grow(batch, since);
  }
  connection().Commit();
  commits_.fetch_add(1, std::memory_order_relaxed);
  writes_.fetch_add(batch.size(), std::memory_order_relaxed);
}

// While a savepoint is open, SQLite keeps every page of the transaction once more and walks along them at
// each statement: what is large and runs alone must not pay for that.
bool GroupCommitWriter::RunAlone(Job& job) {
  try {
    job.work(connection());
    connection().Settle();
    return true;
  } catch (const EngineFailure&) {
    throw;
  } catch (...) {
    job.outcome = std::current_exception();
    connection().Rollback();
    connection().Begin();
    return false;
  }
}

void GroupCommitWriter::RunInSavepoint(Job& job) {
  connection().Savepoint();
  try {
    job.work(connection());
    connection().Release();
  } catch (const EngineFailure&) {
    throw;
  } catch (...) {
    job.outcome = std::current_exception();
    connection().RollbackToSavepoint();
  }
}

void GroupCommitWriter::Grow(Batch& batch, Steady since) {
  if (batch.size() >= options_.max_batch) return;
  if (std::chrono::steady_clock::now() - since >= options_.max_batch_time) return;
  if (auto next = queue().TryPop()) batch.push_back(std::move(*next));
}
}  // namespace vss::sql
