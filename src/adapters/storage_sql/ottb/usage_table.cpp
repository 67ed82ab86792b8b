#include "adapters/storage_sql/ottb/usage_table.hpp"

namespace vss::sql {
namespace {
std::chrono::milliseconds Sum(const std::optional<Row>& row) {
  return std::chrono::milliseconds(row && !row->IsNull(0) ? row->Int(0) : 0);
}

// A call without an answer has no time, which SUM passes over. CAST: PostgreSQL's sum of BIGINT is NUMERIC.
constexpr auto kRunning =
    "SELECT CAST(SUM($1 - answered_at) AS BIGINT), COUNT(*) FROM calls WHERE ended_at IS NULL";

ottb::RunningUsage Running(const std::optional<Row>& row) {
  return {.talk = Sum(row), .calls = row ? row->Int(1) : 0};
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

ottb::RunningUsage SqlUsageTable::RunningOfUser(const std::string& user_id, Instant now) {
  return Running(session_.QueryOne(fmt::format("{} AND user_id = $2", kRunning), {ToValue(now), user_id}));
}

ottb::RunningUsage SqlUsageTable::RunningOfTrunk(ottb::TrunkId trunk, Instant now) {
  return Running(
      session_.QueryOne(fmt::format("{} AND trunk_id = $2", kRunning), {ToValue(now), trunk.value}));
}

std::int64_t SqlUsageTable::DeleteBefore(const std::string& day) {
  return session_.ExecuteCounting("DELETE FROM call_usage WHERE day < $1", {day});
}
}  // namespace vss::sql
