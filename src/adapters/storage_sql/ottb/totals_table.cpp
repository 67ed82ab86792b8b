#include "adapters/storage_sql/ottb/totals_table.hpp"

#include "adapters/storage_sql/ottb/words.hpp"

namespace vss::sql {
namespace {
std::chrono::milliseconds Ms(const Row& row, std::size_t column) {
  return std::chrono::milliseconds(row.Int(column));
}

ottb::Disposition ReadDisposition(const std::string& word) {
  using enum ottb::Disposition;
  std::optional<ottb::Disposition> found;
  for (const auto one : {kAnswered, kBusy, kNoAnswer, kFailed, kCancelled, kNotPlaced})
    if (ToString(one) == word) found = one;
  return KnownWord(found, word, "cdr");
}

ottb::CountedCall ReadCountedCall(const Row& row) {
  return {.started_at = row.Time(0),
          .slot_id = ottb::SlotId{row.Int(1)},
          .line = static_cast<int>(row.Int(2)),
          .user_id = row.OptionalText(3),
          .campaign_id = row.OptionalText(4),
          .username = row.Text(5),
          .disposition = ReadDisposition(row.Text(6)),
          .cause = KnownWord(ottb::ParseHangupReason(row.Text(7)), row.Text(7), "cdr"),
          .rang = !row.IsNull(8),
          .ring = Ms(row, 9),
          .talk = Ms(row, 10),
          .duration = Ms(row, 11)};
}
}  // namespace

void SqlTotalsTable::Add(const ottb::CallTotals& totals) {
  constexpr std::string_view kAdd =
      "INSERT INTO call_totals (scope, span, period, key, name, attempts, answered, busy, no_answer, failed, "
      "cancelled, rang, ring_ms, talk_ms, line_ms, faults, not_placed) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) "
      "ON CONFLICT (scope, span, period, key) DO UPDATE SET "
      "name = CASE WHEN excluded.name = '' THEN call_totals.name ELSE excluded.name END, "
      "attempts = call_totals.attempts + excluded.attempts, answered = call_totals.answered + "
      "excluded.answered, "
      "busy = call_totals.busy + excluded.busy, no_answer = call_totals.no_answer + excluded.no_answer, "
      "failed = call_totals.failed + excluded.failed, cancelled = call_totals.cancelled + "
      "excluded.cancelled, "
      "rang = call_totals.rang + excluded.rang, ring_ms = call_totals.ring_ms + excluded.ring_ms, "
      "talk_ms = call_totals.talk_ms + excluded.talk_ms, line_ms = call_totals.line_ms + excluded.line_ms, "
      "faults = call_totals.faults + excluded.faults, not_placed = call_totals.not_placed + "
      "excluded.not_placed";
  for (const auto& [key, sum] : totals.sums()) {
    const CallNumbers& n = sum.numbers;
    session_.Execute(kAdd, {std::string(ToString(key.scope)), std::string(ToString(key.span)), key.period,
                            key.key, sum.name, n.attempts, n.answered, n.busy, n.no_answer, n.failed,
                            n.cancelled, n.rang, std::int64_t{n.ring.count()}, std::int64_t{n.talk.count()},
                            std::int64_t{n.line.count()}, n.faults, n.not_placed});
  }
}

ottb::UncountedPart SqlTotalsTable::TakeUncounted(std::int64_t ids) {
  const Range calls = Take("cdr", ids), faults = Take("slot_history", ids);
  ottb::UncountedPart part;
  if (!calls.empty()) part.calls = Calls(calls);
  if (!faults.empty()) part.faults = Faults(faults);
  const bool more = calls.last < calls.end || faults.last < faults.end;
  part.rest = more ? ottb::UncountedPart::Rest::kSome : ottb::UncountedPart::Rest::kNone;
  return part;
}

SqlTotalsTable::Range SqlTotalsTable::Take(std::string_view source, std::int64_t ids) {
  const std::string name(source);
  const auto row = session_.QueryOne(
      fmt::format("SELECT counted, upto FROM call_totals_backlog WHERE source = $1{}", session_.ForUpdate()),
      {name});
  if (!row || row->Int(0) >= row->Int(1)) return {};
  const Range range{row->Int(0), std::min(row->Int(0) + ids, row->Int(1)), row->Int(1)};
  session_.Execute("UPDATE call_totals_backlog SET counted = $2 WHERE source = $1", {name, range.last});
  return range;
}

std::vector<ottb::CountedCall> SqlTotalsTable::Calls(const Range& range) {
  std::vector<ottb::CountedCall> calls;
  for (const Row& row : session_.Query(
           "SELECT started_at, slot_id, line, user_id, campaign_id, username, disposition, hangup_cause, "
           "ringing_at, ring_ms, talk_ms, duration_ms FROM cdr WHERE call_id > $1 AND call_id <= $2 AND "
           "call_id NOT IN (SELECT call_id FROM call_totals_later)",
           {range.after, range.last})) {
    calls.push_back(ReadCountedCall(row));
  }
  return calls;
}

std::vector<ottb::CountedFault> SqlTotalsTable::Faults(const Range& range) {
  std::vector<ottb::CountedFault> faults;
  for (const Row& row : session_.Query(
           "SELECT h.slot_id, COALESCE(s.number, 0), h.changed_at FROM slot_history h LEFT JOIN slots s ON "
           "s.id = h.slot_id WHERE h.id > $1 AND h.id <= $2 AND h.to_state = 'FAULT'",
           {range.after, range.last})) {
    faults.push_back({ottb::SlotId{row.Int(0)}, static_cast<int>(row.Int(1)), row.Time(2)});
  }
  return faults;
}
}  // namespace vss::sql
