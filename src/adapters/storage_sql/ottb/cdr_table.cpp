#include "adapters/storage_sql/ottb/cdr_table.hpp"

#include "adapters/storage_sql/ottb/lead_filter.hpp"
#include "adapters/storage_sql/ottb/words.hpp"
#include "adapters/storage_sql/paging.hpp"
#include "ottb/cdr/leg_json.hpp"

namespace vss::sql {
namespace {
using ottb::Call;
using ottb::Cdr;

constexpr std::string_view kCdrColumns =
    "call_id, slot_id, trunk_id, line, line_type, user_id, username, lead_id, campaign_id, phone_number, "
    "caller_id, "
    "started_at, ringing_at, answered_at, ended_at, end_reason, hangup_cause, sip_status, q850, legs, "
    "(SELECT recordings.id FROM recordings WHERE recordings.call_id = cdr.call_id) AS recording_id, team_id, "
    "disposition";

Call ReadCallOfCdr(const Row& row) {
  const auto recording = row.OptionalInt(20);
  Call call{.id = ottb::CallId{row.Int(0)},
            .slot_id = ottb::SlotId{row.Int(1)},
            .trunk_id = ottb::TrunkId{row.Int(2)},
            .line = static_cast<int>(row.Int(3)),
            .line_type = KnownWord(ottb::ParseTrunkType(row.Text(4)), row.Text(4), "cdr"),
            .user_id = row.OptionalText(5),
            .username = row.Text(6),
            .team_id = row.OptionalText(21),
            .lead_id = row.OptionalText(7),
            .campaign_id = row.OptionalText(8),
            .phone_number = row.Text(9),
            .caller_id = row.Text(10),
            .dialled = row.Text(22) != ToString(ottb::Disposition::kNotPlaced),
            .started_at = row.Time(11),
            .ringing_at = row.OptionalTime(12),
            .answered_at = row.OptionalTime(13),
            .ended_at = row.Time(14),
            .end_reason = row.OptionalText(15),
            .hangup_cause = KnownWord(ottb::ParseHangupReason(row.Text(16)), row.Text(16), "cdr"),
            .sip_status = static_cast<int>(row.Int(17)),
            .q850 = static_cast<int>(row.Int(18)),
            .recording_id = recording ? std::optional(ottb::RecordingId{*recording}) : std::nullopt};
  return call;
}

// What was counted when it was written follows from the times that stand beside it.
Cdr ReadCdr(const Row& row) { return MakeCdr(ReadCallOfCdr(row), ottb::ParseLegs(row.Text(19))); }
}  // namespace

void SqlCdrTable::Insert(const Cdr& cdr, Instant now) {
  const Call& call = cdr.call;
  static const std::string kInsert =
      "INSERT INTO cdr (call_id, slot_id, trunk_id, line, line_type, user_id, username, lead_id, "
      "campaign_id, "
      "phone_number, caller_id, started_at, ringing_at, answered_at, ended_at, duration_ms, ring_ms, "
      "talk_ms, "
      "end_reason, hangup_cause, sip_status, q850, disposition, legs, created_at, team_id, lead_seller, "
      "lead_team) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "
      "$21, "
      "$22, $23, $24, $25, $26, " +
      OwnersOfLead("$8") + ") ON CONFLICT (call_id) DO NOTHING";
  const auto written =
      session_.ExecuteCounting(kInsert, {call.id.value,
                                         call.slot_id.value,
                                         call.trunk_id.value,
                                         std::int64_t{call.line},
                                         std::string(ToString(call.line_type)),
                                         ToValue(call.user_id),
                                         call.username,
                                         ToValue(call.lead_id),
                                         ToValue(call.campaign_id),
                                         call.phone_number,
                                         call.caller_id,
                                         ToValue(call.started_at),
                                         OptionalTime(call.ringing_at),
                                         OptionalTime(call.answered_at),
                                         OptionalTime(call.ended_at),
                                         std::int64_t{cdr.duration.count()},
                                         std::int64_t{cdr.ring.count()},
                                         std::int64_t{cdr.talk.count()},
                                         ToValue(call.end_reason),
                                         std::string(Describe(call.hangup_cause.value()).name),
                                         std::int64_t{call.sip_status},
                                         std::int64_t{call.q850},
                                         std::string(ToString(cdr.disposition)),
                                         ottb::LegsText(cdr.legs),
                                         ToValue(now),
                                         ToValue(call.team_id)});
  if (written == 0)
    throw Error(ErrorCode::kConflict, fmt::format("{} has its record already", Name(call.id)));
}

std::optional<Cdr> SqlCdrTable::Find(ottb::CallId call) {
  const auto row =
      session_.QueryOne(fmt::format("SELECT {} FROM cdr WHERE call_id = $1", kCdrColumns), {call.value});
  return row ? std::optional(ReadCdr(*row)) : std::nullopt;
}

Page<Cdr> SqlCdrTable::List(const ottb::CdrFilter& wanted, const PageRequest& request) {
  static const ListQuery kList{.columns = kCdrColumns,
                               .from = "cdr",
                               .id = {"id", "call_id"},
                               .sortable = {{"started_at", "started_at"},
                                            {"ended_at", "ended_at"},
                                            {"duration_s", "duration_ms"},
                                            {"talk_s", "talk_ms"}},
                               .count_at_most = 1'000'000};
  Filter filter;
  if (wanted.from) filter.And("started_at >= ?", {ToValue(*wanted.from)});
  if (wanted.to) filter.And("started_at < ?", {ToValue(*wanted.to)});
  if (wanted.slot_id) filter.And("slot_id = ?", {wanted.slot_id->value});
  if (wanted.user_id) filter.And("user_id = ?", {*wanted.user_id});
  if (wanted.campaign_id) filter.And("campaign_id = ?", {*wanted.campaign_id});
  if (wanted.phone_number) filter.And("phone_number = ?", {*wanted.phone_number});
  if (wanted.disposition) filter.And("disposition = ?", {std::string(ToString(*wanted.disposition))});
  AndVisible(filter, wanted.visible);
  return FetchPage(session_, kList, filter, request, ReadCdr);
}
}  // namespace vss::sql
