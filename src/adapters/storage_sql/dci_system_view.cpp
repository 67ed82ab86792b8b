#include "adapters/storage_sql/dci_system_view.hpp"

namespace vss::sql {

dci::OutboxState DciSystemView::Outbox() {
  const OutboxDispatcher::Stats& stats = outbox_.stats();
  return {.depth = stats.depth, .lag = stats.lag, .published = stats.published};
}

dci::DatabaseState DciSystemView::Database() {
  const sql::Database::Stats stats = database_.stats();
  return {.version = database_.version(),
          .healthy = stats.healthy,
          .problem = stats.problem,
          .read_queue = stats.read_queue,
          .write_queue = stats.write_queue,
          .commits = stats.commits,
          .writes = stats.writes};
}
}  // namespace vss::sql
