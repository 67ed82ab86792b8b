#pragma once
#include "adapters/storage_sql/worker.hpp"

namespace vss::sql {

/// One of the threads that read. Its connection refuses to write.
class Reader final : public Worker {
 public:
  Reader(JobQueue& queue, Health& health, Connect connect, std::unique_ptr<Connection> connection);
  ~Reader() override { Join(); }

 private:
  void Run(Job job) override;
  void Probe() override { connection().Query("SELECT 1", Params{}); }
};
}  // namespace vss::sql
