#include "adapters/storage_sql/ottb/usage_table.hpp"

namespace vss::sql {
namespace {
std::chrono::milliseconds Sum(const std::optional<Row>& row) {
  return std::chrono::milliseconds(row && !row->IsNull(0) ? row->Int(0) : 0);
}
}  // namespace

void SqlUsageTable::Add(const ottb::UsageKey& key, std::chrono::milliseconds talk) {
  session_.Execute(
      "INSERT INTO call_usage (day, scope, talk_ms) VALUES ($1, $2, $3) "
      "ON CONFLICT (day, scope) DO UPDATE SET talk_ms = call_usage.talk_ms + excluded.talk_ms",
      {key.day, key.scope, std::int64_t{talk.count()}});
}

std::chrono::milliseconds SqlUsageTable::Of(const ottb::UsageKey& key) {
  return Sum(session_.QueryOne("SELECT talk_ms FROM call_usage WHERE day = $1 AND scope = $2",
                               {key.day, key.scope}));
}

// CAST: PostgreSQL's sum of BIGINT is NUMERIC.
std::chrono::milliseconds SqlUsageTable::RunningOfUser(const std::string& user_id, Instant now) {
  return Sum(
      session_.QueryOne("SELECT CAST(SUM($1 - answered_at) AS BIGINT) FROM calls WHERE ended_at IS NULL AND "
                        "answered_at IS NOT NULL AND "
                        "user_id = $2",
                        {ToValue(now), user_id}));
}

std::chrono::milliseconds SqlUsageTable::RunningOfTrunk(ottb::TrunkId trunk, Instant now) {
  return Sum(
      session_.QueryOne("SELECT CAST(SUM($1 - answered_at) AS BIGINT) FROM calls WHERE ended_at IS NULL AND "
                        "answered_at IS NOT NULL AND "
                        "trunk_id = $2",
                        {ToValue(now), trunk.value}));
}

std::int64_t SqlUsageTable::DeleteBefore(const std::string& day) {
  return session_.ExecuteCounting("DELETE FROM call_usage WHERE day < $1", {day});
}
}  // namespace vss::sql
