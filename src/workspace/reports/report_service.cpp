#include "workspace/reports/report_service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/local_time.hpp"

namespace vss::reports {
namespace {
TotalScope ScopeOf(ReportKind kind) {
  switch (kind) {
    case ReportKind::kOperator:
      return TotalScope::kUser;
    case ReportKind::kSlots:
      return TotalScope::kSlot;
    case ReportKind::kCampaign:
      return TotalScope::kCampaign;
    case ReportKind::kDaily:
      break;
  }
  return TotalScope::kAll;
}

std::vector<ReportRow> RowsByDay(Transaction& tx, const DayRange& days) {
  std::vector<ReportRow> rows;
  for (PeriodNumbers& day : tx.totals().Periods(TotalSpan::kDay, days.first, days.last))
    rows.push_back({.key = std::move(day.period), .numbers = day.numbers});
  return rows;
}

std::vector<ReportRow> RowsByKey(Transaction& tx, TotalScope scope, const DayRange& days) {
  std::map<std::string, ReportRow> rows;
  for (const Segment& segment : Cover(days)) {
    for (KeyNumbers& found : tx.totals().Keys(scope, segment.span, segment.first, segment.last)) {
      ReportRow& row = rows[found.key];
      row.key = found.key;
      if (row.name < found.name) row.name = std::move(found.name);
      if (segment.sign == Segment::Sign::kAdd) {
        row.numbers += found.numbers;
      } else {
        row.numbers -= found.numbers;
      }
    }
  }
  std::vector<ReportRow> list;
  for (auto& [key, row] : rows) {
    if (row.numbers != CallNumbers{}) list.push_back(std::move(row));
  }
  return list;
}

std::vector<ReportRow> VisibleRowsByDay(Transaction& tx, const RowScope& scope, Instant from, Instant to) {
  std::map<std::string, CallNumbers> days;
  for (const QuarterCalls& quarter : tx.calls().Quarters(scope, from, to))
    days[LocalDay(quarter.from)] += quarter.numbers;
  std::vector<ReportRow> rows;
  for (auto& [day, numbers] : days) rows.push_back({.key = day, .numbers = numbers});
  return rows;
}

std::vector<ReportRow> VisibleRows(Transaction& tx, const RowScope& scope, ReportKind kind,
                                   const DayRange& days) {
  const Instant from = ParseLocalDay(days.first, DayEdge::kStart).value();
  const Instant to = ParseLocalDay(days.last, DayEdge::kEnd).value();
  if (kind == ReportKind::kDaily) return VisibleRowsByDay(tx, scope, from, to);
  std::vector<ReportRow> rows;
  for (KeyNumbers& found : tx.calls().Keys(scope, ScopeOf(kind), from, to))
    rows.push_back({.key = std::move(found.key), .name = std::move(found.name), .numbers = found.numbers});
  return rows;
}

std::vector<ReportRow> AllRows(Transaction& tx, ReportKind kind, const DayRange& days) {
  return kind == ReportKind::kDaily ? RowsByDay(tx, days) : RowsByKey(tx, ScopeOf(kind), days);
}

// All calls of the days that the caller may see, whether a row has them or not.
std::int64_t AttemptsOf(Transaction& tx, const RowScope& scope, const DayRange& days) {
  std::int64_t attempts = 0;
  const auto rows =
      scope.all() ? RowsByKey(tx, TotalScope::kAll, days) : VisibleRows(tx, scope, ReportKind::kDaily, days);
  for (const ReportRow& row : rows) attempts += row.numbers.attempts;
  return attempts;
}

// How much of the time that a slot existed within the days it was busy; until now, because the rest of today
// is still to come. A call counts for the day of its order, so it may reach over the end.
void AddUtilisation(Transaction& tx, std::vector<ReportRow>& rows, const DayRange& days, Instant now) {
  const Instant from = ParseLocalDay(days.first, DayEdge::kStart).value();
  const Instant to = std::min(ParseLocalDay(days.last, DayEdge::kEnd).value(), now);
  std::map<std::string, SlotAge> ages;
  for (const SlotAge& age : tx.centre().SlotAges()) ages.emplace(std::to_string(age.id), age);
  for (ReportRow& row : rows) {
    const auto age = ages.find(row.key);
    if (age == ages.end()) continue;
    row.name = std::to_string(age->second.number);
    const auto existed = to - std::max(from, age->second.created_at);
    if (existed.count() <= 0) continue;
    row.utilisation_pct = std::min(
        100.0, 100.0 * static_cast<double>(row.numbers.line.count()) / static_cast<double>(existed.count()));
  }
}

void Sort(std::vector<ReportRow>& rows, ReportKind kind) {
  const auto order = [kind](const ReportRow& row) {
    switch (kind) {
      case ReportKind::kOperator:
        return std::tuple(-row.numbers.talk.count(), row.name, row.key);
      case ReportKind::kCampaign:
        return std::tuple(-row.numbers.attempts, row.name, row.key);
      case ReportKind::kDaily:
      case ReportKind::kSlots:
        break;
    }
    return std::tuple(std::int64_t{0}, row.name, row.key);
  };
  std::ranges::sort(rows, {}, order);
}
}  // namespace

std::string_view ToString(ReportKind kind) {
  switch (kind) {
    case ReportKind::kDaily:
      return "daily";
    case ReportKind::kOperator:
      return "operator";
    case ReportKind::kSlots:
      return "slots";
    case ReportKind::kCampaign:
      return "campaign";
  }
  return "";
}

Task<Report> ReportService::Make(ReportKind kind, DayRange days, RowScope scope) {
  const Instant now = clock_.Now();
  co_return co_await store_.Read([&](Transaction& tx) {
    Report report{.kind = kind, .days = days, .complete = !scope.all() || tx.totals().Complete()};
    report.rows = scope.all() ? AllRows(tx, kind, days) : VisibleRows(tx, scope, kind, days);
    if (kind == ReportKind::kSlots && scope.all()) AddUtilisation(tx, report.rows, days, now);
    Sort(report.rows, kind);
    for (const ReportRow& row : report.rows) report.total += row.numbers;
    if (kind != ReportKind::kDaily) report.not_in_rows = AttemptsOf(tx, scope, days) - report.total.attempts;
    return report;
  });
}

Task<void> ReportService::NoteDownload(const Caller& caller, ReportKind kind, DayRange days) {
  co_await store_.Write([&](Transaction& tx) {
    tx.journal().Audit(caller.Did("reports.generate", fmt::format("report {}", ToString(kind)),
                                  {{"from", days.first}, {"to", days.last}}));
  });
}
}  // namespace vss::reports
