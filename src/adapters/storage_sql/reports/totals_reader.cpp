#include "adapters/storage_sql/reports/totals_reader.hpp"

namespace vss::sql {
namespace {
// The columns of CallNumbers from `at` on.
CallNumbers ReadNumbers(const Row& row, std::size_t at) {
  const auto ms = [&](std::size_t column) { return std::chrono::milliseconds(row.Int(at + column)); };
  return {.attempts = row.Int(at),
          .answered = row.Int(at + 1),
          .busy = row.Int(at + 2),
          .no_answer = row.Int(at + 3),
          .failed = row.Int(at + 4),
          .cancelled = row.Int(at + 5),
          .not_placed = row.Int(at + 11),
          .rang = row.Int(at + 6),
          .ring = ms(7),
          .talk = ms(8),
          .line = ms(9),
          .faults = row.Int(at + 10)};
}

constexpr std::string_view kNumbers =
    "attempts, answered, busy, no_answer, failed, cancelled, rang, ring_ms, talk_ms, line_ms, faults, "
    "not_placed";

// CAST: PostgreSQL's sum of BIGINT is NUMERIC.
std::string Sums() {
  std::string text;
  for (const std::string_view column : {"attempts", "answered", "busy", "no_answer", "failed", "cancelled",
                                        "rang", "ring_ms", "talk_ms", "line_ms", "faults", "not_placed"}) {
    text += fmt::format("{}CAST(SUM({}) AS BIGINT)", text.empty() ? "" : ", ", column);
  }
  return text;
}
}  // namespace

std::vector<reports::PeriodNumbers> SqlTotalsReader::Periods(TotalSpan span, const std::string& first,
                                                             const std::string& last) {
  static const std::string kRead = fmt::format(
      "SELECT period, {} FROM call_totals WHERE scope = 'all' AND span = $1 AND period >= $2 AND period <= "
      "$3 "
      "ORDER BY period",
      kNumbers);
  std::vector<reports::PeriodNumbers> periods;
  for (const Row& row : session_.Query(kRead, {std::string(ToString(span)), first, last}))
    periods.push_back({row.Text(0), ReadNumbers(row, 1)});
  return periods;
}

// A key's name is the last one it had, as far as that shows in the order of words; who still exists is shown
// with the name of today.
std::vector<reports::KeyNumbers> SqlTotalsReader::Keys(TotalScope scope, TotalSpan span,
                                                       const std::string& first, const std::string& last) {
  static const std::string kRead =
      "SELECT t.key, COALESCE(u.username, t.name), t.* FROM (SELECT key, MAX(name) AS name, " + Sums() +
      " FROM call_totals WHERE scope = $1 AND span = $2 AND period >= $3 AND period <= $4 GROUP BY key) t "
      "LEFT JOIN users u ON $1 = 'user' AND u.id = t.key";
  std::vector<reports::KeyNumbers> keys;
  for (const Row& row :
       session_.Query(kRead, {std::string(ToString(scope)), std::string(ToString(span)), first, last})) {
    keys.push_back({row.Text(0), row.Text(1), ReadNumbers(row, 4)});
  }
  return keys;
}

bool SqlTotalsReader::Complete() {
  return session_.Query("SELECT 1 FROM call_totals_backlog WHERE counted < upto").empty();
}
}  // namespace vss::sql
