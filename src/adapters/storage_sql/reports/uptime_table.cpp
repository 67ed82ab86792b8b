#include "adapters/storage_sql/reports/uptime_table.hpp"

namespace vss::sql {

void SqlUptimeTable::Note(Instant started, Instant now) {
  session_.Execute(
      "INSERT INTO uptime (started_at, seen_at) VALUES ($1, $2) "
      "ON CONFLICT (started_at) DO UPDATE SET seen_at = excluded.seen_at",
      {ToValue(started), ToValue(now)});
}

std::vector<reports::RunPeriod> SqlUptimeTable::Since(Instant from) {
  std::vector<reports::RunPeriod> runs;
  for (const Row& row : session_.Query(
           "SELECT started_at, seen_at FROM uptime WHERE seen_at >= $1 ORDER BY started_at", {ToValue(from)}))
    runs.push_back({row.Time(0), row.Time(1)});
  return runs;
}

void SqlUptimeTable::DeleteBefore(Instant at) {
  session_.Execute("DELETE FROM uptime WHERE seen_at < $1", {ToValue(at)});
}
}  // namespace vss::sql
