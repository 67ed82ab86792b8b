#include "adapters/storage_sql/reports/calls_view.hpp"

#include "adapters/storage_sql/ottb/lead_filter.hpp"

namespace vss::sql {
namespace {
constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kQuarterMs = 900'000;

/// What a report is about, in columns of cdr; a user is shown by the name of today.
struct KeyColumns {
  std::string_view key, name;
};
KeyColumns ColumnsOf(TotalScope key) {
  switch (key) {
    case TotalScope::kUser:
      return {"user_id",
              "COALESCE((SELECT users.username FROM users WHERE users.id = cdr.user_id), MAX(username))"};
    case TotalScope::kSlot:
      return {"slot_id", "CAST(MAX(line) AS TEXT)"};
    case TotalScope::kCampaign:
      return {"campaign_id", "''"};
    case TotalScope::kAll:
    case TotalScope::kCause:
      break;
  }
  return {"hangup_cause", "''"};
}

Filter RecordsOf(const RowScope& scope, Instant from, Instant to) {
  Filter filter;
  filter.And("started_at >= ?", {ToValue(from)});
  filter.And("started_at < ?", {ToValue(to)});
  AndVisible(filter, scope);
  return filter;
}

// CAST: PostgreSQL's sum of BIGINT is NUMERIC.
std::string SumsOfRecords() {
  std::string text = "COUNT(*), COUNT(ringing_at)";
  for (const std::string_view column : {"ring_ms", "talk_ms", "duration_ms"})
    text += fmt::format(", CAST(SUM({}) AS BIGINT)", column);
  for (const std::string_view disposition :
       {"answered", "busy", "no_answer", "failed", "cancelled", "not_placed"})
    text += fmt::format(", CAST(SUM(CASE WHEN disposition = '{}' THEN 1 ELSE 0 END) AS BIGINT)", disposition);
  return text;
}

CallNumbers ReadSums(const Row& row, std::size_t at) {
  const auto ms = [&](std::size_t column) { return std::chrono::milliseconds(row.Int(at + column)); };
  const std::int64_t not_placed = row.Int(at + 10);
  return {.attempts = row.Int(at) - not_placed,
          .answered = row.Int(at + 5),
          .busy = row.Int(at + 6),
          .no_answer = row.Int(at + 7),
          .failed = row.Int(at + 8),
          .cancelled = row.Int(at + 9),
          .not_placed = not_placed,
          .rang = row.Int(at + 1),
          .ring = ms(2),
          .talk = ms(3),
          .line = ms(4)};
}

// "($1 …)" of a column in whole steps since a time; the difference is never negative where it matters.
std::string StepsSince(Instant from, std::int64_t step_ms) {
  return fmt::format("(started_at - {}) / {}", from.time_since_epoch().count(), step_ms);
}
}  // namespace

std::vector<reports::RunningCalls> SqlCallsView::Running(const RowScope& scope, Instant day) {
  Filter filter;
  filter.And("ended_at IS NULL");
  if (!scope.all()) {
    std::vector<Value> values;
    const std::string mine = VisibleCondition(scope, values, Lookup::kScanned);
    filter.And(mine, std::move(values));
  }
  std::vector<reports::RunningCalls> running;
  for (const Row& row : session_.Query(
           fmt::format(
               "SELECT state, CASE WHEN started_at < {0} THEN -1 ELSE {1} END, COUNT(*) FROM calls{2} "
               "GROUP BY 1, 2",
               day.time_since_epoch().count(), StepsSince(day, kHourMs), filter.Where()),
           Params(filter.values()))) {
    running.push_back({row.Text(0), row.Int(1), row.Int(2)});
  }
  return running;
}

std::vector<std::int64_t> SqlCallsView::Ordered(const RowScope& scope, Instant from,
                                                std::chrono::seconds step, std::size_t steps) {
  Filter filter;
  filter.And("started_at >= ?", {ToValue(from)});
  filter.And("started_at < ?", {ToValue(from + step * static_cast<std::int64_t>(steps))});
  AndVisible(filter, scope);
  std::vector<std::int64_t> ordered(steps, 0);
  for (const Row& row :
       session_.Query(fmt::format("SELECT {}, COUNT(*) FROM calls{} GROUP BY 1",
                                  StepsSince(from, std::chrono::milliseconds(step).count()), filter.Where()),
                      Params(filter.values()))) {
    ordered.at(static_cast<std::size_t>(row.Int(0))) = row.Int(1);
  }
  return ordered;
}

std::vector<reports::OwnCalls> SqlCallsView::Own(const RowScope& scope, Instant day) {
  Filter filter;
  filter.And("started_at >= ?", {ToValue(day)});
  AndVisible(filter, scope);
  std::vector<reports::OwnCalls> own;
  for (const Row& row : session_.Query(
           fmt::format("SELECT {}, hangup_cause, disposition, COUNT(*), COUNT(ringing_at), "
                       "CAST(SUM(ring_ms) AS BIGINT), CAST(SUM(talk_ms) AS BIGINT), CAST(SUM(duration_ms) AS "
                       "BIGINT) FROM cdr{} GROUP BY 1, 2, 3",
                       StepsSince(day, kHourMs), filter.Where()),
           Params(filter.values()))) {
    const auto ms = [&](std::size_t column) { return std::chrono::milliseconds(row.Int(column)); };
    const std::int64_t calls = row.Int(3);
    CallNumbers numbers{.attempts = calls, .rang = row.Int(4), .ring = ms(5), .talk = ms(6), .line = ms(7)};
    const std::string& disposition = row.Text(2);
    if (disposition == "answered") numbers.answered = calls;
    if (disposition == "busy") numbers.busy = calls;
    if (disposition == "no_answer") numbers.no_answer = calls;
    if (disposition == "failed") numbers.failed = calls;
    if (disposition == "cancelled") numbers.cancelled = calls;
    if (disposition == "not_placed") std::swap(numbers.attempts, numbers.not_placed);
    own.push_back({row.Int(0), row.Text(1), numbers});
  }
  return own;
}

std::vector<reports::QuarterCalls> SqlCallsView::Quarters(const RowScope& scope, Instant from, Instant to) {
  const Filter filter = RecordsOf(scope, from, to);
  std::vector<reports::QuarterCalls> quarters;
  for (const Row& row :
       session_.Query(fmt::format("SELECT {}, {} FROM cdr{} GROUP BY 1 ORDER BY 1",
                                  StepsSince(Instant(), kQuarterMs), SumsOfRecords(), filter.Where()),
                      Params(filter.values()))) {
    quarters.push_back({Instant(std::chrono::milliseconds(row.Int(0) * kQuarterMs)), ReadSums(row, 1)});
  }
  return quarters;
}

std::vector<reports::KeyNumbers> SqlCallsView::Keys(const RowScope& scope, TotalScope key, Instant from,
                                                    Instant to) {
  const KeyColumns columns = ColumnsOf(key);
  Filter filter = RecordsOf(scope, from, to);
  filter.And(fmt::format("{} IS NOT NULL", columns.key));
  std::vector<reports::KeyNumbers> keys;
  for (const Row& row :
       session_.Query(fmt::format("SELECT CAST({} AS TEXT), {}, {} FROM cdr{} GROUP BY 1", columns.key,
                                  columns.name, SumsOfRecords(), filter.Where()),
                      Params(filter.values()))) {
    keys.push_back({row.Text(0), row.Text(1), ReadSums(row, 2)});
  }
  return keys;
}
}  // namespace vss::sql
