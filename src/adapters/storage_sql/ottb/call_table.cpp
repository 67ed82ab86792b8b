#include "adapters/storage_sql/ottb/call_table.hpp"

#include "adapters/storage_sql/ottb/lead_filter.hpp"
#include "adapters/storage_sql/ottb/words.hpp"
#include "adapters/storage_sql/paging.hpp"

namespace vss::sql {
namespace {
using ottb::Call;
using ottb::CallId;

constexpr std::string_view kCallColumns =
    "id, slot_id, trunk_id, line, line_type, user_id, username, lead_id, campaign_id, phone_number, "
    "caller_id, "
    "record, state, started_at, ringing_at, answered_at, ended_at, seen_at, end_reason, hangup_cause, "
    "sip_status, "
    "q850, (SELECT recordings.id FROM recordings WHERE recordings.call_id = calls.id) AS recording_id, "
    "team_id, dialled";

// Who ended it is in the audit alone. The call's own time bounds the search, which is for one call: a list of
// calls would make as many.
constexpr std::string_view kEndedBy =
    ", (SELECT audit.username FROM audit WHERE audit.action = 'calls.end' AND audit.success = 1 "
    "AND audit.target = 'call c_' || CAST(calls.id AS TEXT) AND audit.at >= calls.started_at "
    "AND audit.at <= COALESCE(calls.ended_at, audit.at) ORDER BY audit.id LIMIT 1) AS ended_by";

std::optional<ottb::HangupReason> ReadCause(const Row& row, std::size_t column) {
  if (row.IsNull(column)) return std::nullopt;
  return KnownWord(ottb::ParseHangupReason(row.Text(column)), row.Text(column), "calls");
}

Call ReadCall(const Row& row) {
  const auto recording = row.OptionalInt(22);
  return {.id = CallId{row.Int(0)},
          .slot_id = ottb::SlotId{row.Int(1)},
          .trunk_id = ottb::TrunkId{row.Int(2)},
          .line = static_cast<int>(row.Int(3)),
          .line_type = KnownWord(ottb::ParseTrunkType(row.Text(4)), row.Text(4), "calls"),
          .user_id = row.OptionalText(5),
          .username = row.Text(6),
          .team_id = row.OptionalText(23),
          .lead_id = row.OptionalText(7),
          .campaign_id = row.OptionalText(8),
          .phone_number = row.Text(9),
          .caller_id = row.Text(10),
          .record = row.Bool(11),
          .state = KnownWord(ottb::ParseCallState(row.Text(12)), row.Text(12), "calls"),
          .dialled = row.Bool(24),
          .started_at = row.Time(13),
          .ringing_at = row.OptionalTime(14),
          .answered_at = row.OptionalTime(15),
          .ended_at = row.OptionalTime(16),
          .seen_at = row.Time(17),
          .end_reason = row.OptionalText(18),
          .hangup_cause = ReadCause(row, 19),
          .sip_status = static_cast<int>(row.Int(20)),
          .q850 = static_cast<int>(row.Int(21)),
          .recording_id = recording ? std::optional(ottb::RecordingId{*recording}) : std::nullopt};
}

Call ReadOneCall(const Row& row) {
  Call call = ReadCall(row);
  call.ended_by = row.OptionalText(25);
  return call;
}

/// What DispositionOf makes of a stored call, as a condition.
void AndDisposition(Filter& filter, ottb::Disposition wanted) {
  filter.And("ended_at IS NOT NULL");
  if (wanted == ottb::Disposition::kAnswered) {
    filter.And("answered_at IS NOT NULL");
    return;
  }
  if (wanted == ottb::Disposition::kNotPlaced) {
    filter.And("dialled = 0");
    filter.And("answered_at IS NULL");
    return;
  }
  filter.And("dialled = 1");
  std::string names;
  std::vector<Value> values;
  for (const ottb::HangupTraits& traits : ottb::AllHangupTraits()) {
    if (ottb::DispositionOf(traits.reason, false) != wanted) continue;
    names += names.empty() ? "?" : ", ?";
    values.emplace_back(std::string(traits.name));
  }
  const bool unknown_too = ottb::DispositionOf(ottb::HangupReason::kSystem, false) == wanted;
  filter.And("answered_at IS NULL");
  filter.And(fmt::format("hangup_cause IN ({}){}", names, unknown_too ? " OR hangup_cause IS NULL" : ""),
             std::move(values));
}

Value ToValue(const std::optional<ottb::HangupReason>& cause) {
  return cause ? Value(std::string(Describe(*cause).name)) : Value();
}
}  // namespace

Call SqlCallTable::Insert(const Call& call) {
  static const std::string kInsert =
      "INSERT INTO calls (slot_id, trunk_id, line, line_type, user_id, username, lead_id, campaign_id, "
      "phone_number, caller_id, record, state, started_at, seen_at, sip_status, q850, team_id, dialled, "
      "lead_seller, lead_team) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, " +
      OwnersOfLead("$7") + ") RETURNING id";
  const Rows rows = session_.Query(
      kInsert, {call.slot_id.value, call.trunk_id.value, std::int64_t{call.line},
                std::string(ToString(call.line_type)), sql::ToValue(call.user_id), call.username,
                sql::ToValue(call.lead_id), sql::ToValue(call.campaign_id), call.phone_number, call.caller_id,
                std::int64_t{call.record}, std::string(ToString(call.state)), sql::ToValue(call.started_at),
                sql::ToValue(call.seen_at), std::int64_t{call.sip_status}, std::int64_t{call.q850},
                sql::ToValue(call.team_id), std::int64_t{call.dialled}});
  Call stored = call;
  stored.id = CallId{rows.at(0).Int(0)};
  return stored;
}

std::optional<Call> SqlCallTable::Find(CallId id) {
  const auto row = session_.QueryOne(
      fmt::format("SELECT {}{} FROM calls WHERE id = $1", kCallColumns, kEndedBy), {id.value});
  return row ? std::optional(ReadOneCall(*row)) : std::nullopt;
}

std::optional<Call> SqlCallTable::FindLocked(CallId id) {
  const auto row = session_.QueryOne(
      fmt::format("SELECT {}{} FROM calls WHERE id = $1{}", kCallColumns, kEndedBy, session_.ForUpdate()),
      {id.value});
  return row ? std::optional(ReadOneCall(*row)) : std::nullopt;
}

Page<Call> SqlCallTable::List(const ottb::CallFilter& wanted, const PageRequest& request) {
  static const ListQuery kList{.columns = kCallColumns,
                               .from = "calls",
                               .sortable = {{"started_at", "started_at"},
                                            {"answered_at", "answered_at", SortKind::kInteger, Nulls::kLast},
                                            {"ended_at", "ended_at", SortKind::kInteger, Nulls::kLast}},
                               .count_at_most = 100'000};
  Filter filter;
  if (wanted.phase == ottb::CallPhase::kRunning) filter.And("ended_at IS NULL");
  if (wanted.phase == ottb::CallPhase::kOver) filter.And("ended_at IS NOT NULL");
  if (wanted.state) filter.And("state = ?", {std::string(ToString(*wanted.state))});
  if (wanted.disposition) AndDisposition(filter, *wanted.disposition);
  if (wanted.slot_id) filter.And("slot_id = ?", {wanted.slot_id->value});
  if (wanted.user_id) filter.And("user_id = ?", {*wanted.user_id});
  if (wanted.lead_id) filter.And("lead_id = ?", {*wanted.lead_id});
  if (wanted.campaign_id) filter.And("campaign_id = ?", {*wanted.campaign_id});
  if (wanted.phone_number) filter.And("phone_number = ?", {*wanted.phone_number});
  if (wanted.from) filter.And("started_at >= ?", {sql::ToValue(*wanted.from)});
  if (wanted.to) filter.And("started_at < ?", {sql::ToValue(*wanted.to)});
  AndVisible(filter, wanted.visible);
  return FetchPage(session_, kList, filter, request, ReadCall);
}

std::vector<Call> SqlCallTable::ListRunning(std::size_t limit) {
  std::vector<Call> calls;
  for (const Row& row : session_.Query(
           fmt::format("SELECT {} FROM calls WHERE ended_at IS NULL ORDER BY id LIMIT $1", kCallColumns),
           {static_cast<std::int64_t>(limit)})) {
    calls.push_back(ReadCall(row));
  }
  return calls;
}

void SqlCallTable::Update(const Call& call) {
  session_.Execute(
      "UPDATE calls SET state = $2, ringing_at = $3, answered_at = $4, ended_at = $5, seen_at = $6, "
      "end_reason = $7, "
      "hangup_cause = $8, sip_status = $9, q850 = $10, dialled = $11 WHERE id = $1",
      {call.id.value, std::string(ToString(call.state)), OptionalTime(call.ringing_at),
       OptionalTime(call.answered_at), OptionalTime(call.ended_at), sql::ToValue(call.seen_at),
       sql::ToValue(call.end_reason), ToValue(call.hangup_cause), std::int64_t{call.sip_status},
       std::int64_t{call.q850}, std::int64_t{call.dialled}});
}

void SqlCallTable::NoteSeen(Instant now) {
  session_.Execute("UPDATE calls SET seen_at = $1 WHERE ended_at IS NULL", {sql::ToValue(now)});
}
}  // namespace vss::sql
