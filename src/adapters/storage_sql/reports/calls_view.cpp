#include "adapters/storage_sql/reports/calls_view.hpp"

#include "adapters/storage_sql/ottb/lead_filter.hpp"

namespace vss::sql {
namespace {
constexpr std::int64_t kHourMs = 3'600'000;

// "($1 …)" of a column in whole steps since a time; the difference is never negative where it matters.
std::string StepsSince(Instant from, std::int64_t step_ms) {
  return fmt::format("(started_at - {}) / {}", from.time_since_epoch().count(), step_ms);
}
}  // namespace

std::vector<reports::RunningCalls> SqlCallsView::Running(const LeadScope& scope, Instant day) {
  Filter filter;
  filter.And("ended_at IS NULL");
  // Not the seller's index, which would lead through all calls there ever were.
  if (scope.seller) filter.And("lead_seller || '' = ?", {*scope.seller});
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

std::vector<std::int64_t> SqlCallsView::Ordered(const LeadScope& scope, Instant from,
                                                std::chrono::seconds step, std::size_t steps) {
  Filter filter;
  filter.And("started_at >= ?", {ToValue(from)});
  filter.And("started_at < ?", {ToValue(from + step * static_cast<std::int64_t>(steps))});
  AndLeads(filter, scope);
  std::vector<std::int64_t> ordered(steps, 0);
  for (const Row& row :
       session_.Query(fmt::format("SELECT {}, COUNT(*) FROM calls{} GROUP BY 1",
                                  StepsSince(from, std::chrono::milliseconds(step).count()), filter.Where()),
                      Params(filter.values()))) {
    ordered.at(static_cast<std::size_t>(row.Int(0))) = row.Int(1);
  }
  return ordered;
}

std::vector<reports::OwnCalls> SqlCallsView::Own(const std::string& seller, Instant day) {
  std::vector<reports::OwnCalls> own;
  for (const Row& row : session_.Query(
           fmt::format("SELECT {}, hangup_cause, disposition, COUNT(*), COUNT(ringing_at), "
                       "CAST(SUM(ring_ms) AS BIGINT), CAST(SUM(talk_ms) AS BIGINT), CAST(SUM(duration_ms) AS "
                       "BIGINT) FROM cdr WHERE lead_seller = $1 AND started_at >= $2 GROUP BY 1, 2, 3",
                       StepsSince(day, kHourMs)),
           {seller, ToValue(day)})) {
    const auto ms = [&](std::size_t column) { return std::chrono::milliseconds(row.Int(column)); };
    const std::int64_t calls = row.Int(3);
    CallNumbers numbers{.attempts = calls, .rang = row.Int(4), .ring = ms(5), .talk = ms(6), .line = ms(7)};
    const std::string& disposition = row.Text(2);
    if (disposition == "answered") numbers.answered = calls;
    if (disposition == "busy") numbers.busy = calls;
    if (disposition == "no_answer") numbers.no_answer = calls;
    if (disposition == "failed") numbers.failed = calls;
    if (disposition == "cancelled") numbers.cancelled = calls;
    own.push_back({row.Int(0), row.Text(1), numbers});
  }
  return own;
}
}  // namespace vss::sql
