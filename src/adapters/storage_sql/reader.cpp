#include "adapters/storage_sql/reader.hpp"

namespace vss::sql {
Reader::Reader(JobQueue& queue, Health& health, Connect connect, std::unique_ptr<Connection> connection)
    : Worker("db-reader", queue, health, std::move(connect), std::move(connection)) {
  Start();
}

void Reader::Run(Job job) {
  for (bool again = true;; again = false) {
    try {
      job.work(connection());
      job.outcome = nullptr;
      health().Good();
      break;
    } catch (const EngineFailure& failure) {
      job.outcome = ToError(failure);
      const bool lost = failure.kind() == EngineFailure::Kind::kLost;
      try {
        if (lost) Reconnect();
      } catch (const EngineFailure& away) {
        job.outcome = ToError(away);
        break;
      }
      if (again && (lost || failure.kind() == EngineFailure::Kind::kRetry)) continue;
      health().Bad(failure.what());
      break;
    } catch (...) {
      job.outcome = std::current_exception();
      break;
    }
  }
  job.done(std::exchange(job.outcome, nullptr));
}
}  // namespace vss::sql
