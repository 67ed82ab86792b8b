#pragma once
#include "adapters/storage_sql/group_commit_writer.hpp"
#include "adapters/storage_sql/reader.hpp"

namespace vss::sql {

struct PoolOptions {
  WriterOptions writer;
  unsigned readers = 2;
  std::size_t max_queued_reads = 4096;
};

/// Database over blocking connections: one writer thread that groups commits, some reader threads. What both
/// engines share; they add how a connection is opened. Stop it when the loops that await it
/// have stopped, and before they are destroyed.
class ThreadedDatabase : public Database {
 public:
  /// Opens all connections before it returns; throws EngineFailure when the first attempts fail.
  ThreadedDatabase(const PoolOptions& options, const Connect& open_writer, const Connect& open_reader);
  ~ThreadedDatabase() override;

  Task<void> RunRead(std::function<void(Session&)> work) override;
  Task<void> RunWrite(std::function<void(Session&)> work) override;
  void WriteNow(const std::function<void(Session&)>& work) override;
  void ReadNow(const std::function<void(Session&)>& work) override;
  Stats stats() const override;
  void Stop() override;

 private:
  JobQueue writes_, reads_;
  Health write_health_, read_health_;
  std::unique_ptr<GroupCommitWriter> writer_;
  std::vector<std::unique_ptr<Reader>> readers_;
};
}  // namespace vss::sql
