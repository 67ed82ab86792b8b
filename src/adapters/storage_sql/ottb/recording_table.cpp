#include "adapters/storage_sql/ottb/recording_table.hpp"

#include "adapters/storage_sql/ottb/lead_filter.hpp"
#include "adapters/storage_sql/paging.hpp"
#include "base/error.hpp"

namespace vss::sql {
namespace {
using ottb::Recording;
using ottb::RecordingId;

constexpr std::string_view kRecordingColumns =
    "id, call_id, slot_id, user_id, lead_id, campaign_id, phone_number, file, bytes, duration_ms, truncated, "
    "started_at, team_id";

Recording ReadRecording(const Row& row) {
  return {.id = RecordingId{row.Int(0)},
          .call_id = ottb::CallId{row.Int(1)},
          .slot_id = ottb::SlotId{row.Int(2)},
          .user_id = row.OptionalText(3),
          .team_id = row.OptionalText(12),
          .lead_id = row.OptionalText(4),
          .campaign_id = row.OptionalText(5),
          .phone_number = row.Text(6),
          .file = row.Text(7),
          .bytes = static_cast<std::uint64_t>(row.Int(8)),
          .duration = std::chrono::milliseconds(row.Int(9)),
          .truncated = row.Bool(10),
          .started_at = row.Time(11)};
}
}  // namespace

Recording SqlRecordingTable::Insert(const Recording& recording, Instant now) {
  static const std::string kInsert =
      "INSERT INTO recordings (call_id, slot_id, user_id, lead_id, campaign_id, phone_number, file, bytes, "
      "duration_ms, truncated, started_at, created_at, team_id, lead_seller, lead_team) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, " +
      OwnersOfLead("$4") + ") ON CONFLICT (call_id) DO NOTHING RETURNING id";
  const Rows rows = session_.Query(
      kInsert, {recording.call_id.value, recording.slot_id.value, ToValue(recording.user_id),
                ToValue(recording.lead_id), ToValue(recording.campaign_id), recording.phone_number,
                recording.file, static_cast<std::int64_t>(recording.bytes),
                std::int64_t{recording.duration.count()}, std::int64_t{recording.truncated},
                ToValue(recording.started_at), ToValue(now), ToValue(recording.team_id)});
  if (rows.empty()) {
    throw Error(ErrorCode::kConflict, fmt::format("{} has its recording already", Name(recording.call_id)));
  }
  Recording stored = recording;
  stored.id = RecordingId{rows.front().Int(0)};
  return stored;
}

std::optional<Recording> SqlRecordingTable::Find(RecordingId id) {
  const auto row = session_.QueryOne(
      fmt::format("SELECT {} FROM recordings WHERE id = $1", kRecordingColumns), {id.value});
  return row ? std::optional(ReadRecording(*row)) : std::nullopt;
}

std::optional<Recording> SqlRecordingTable::FindOfCall(ottb::CallId call) {
  const auto row = session_.QueryOne(
      fmt::format("SELECT {} FROM recordings WHERE call_id = $1", kRecordingColumns), {call.value});
  return row ? std::optional(ReadRecording(*row)) : std::nullopt;
}

Page<Recording> SqlRecordingTable::List(const ottb::RecordingFilter& wanted, const PageRequest& request) {
  static const ListQuery kList{
      .columns = kRecordingColumns,
      .from = "recordings",
      .sortable = {{"started_at", "started_at"}, {"duration_s", "duration_ms"}, {"bytes", "bytes"}},
      .count_at_most = 100'000};
  Filter filter;
  if (wanted.call_id) filter.And("call_id = ?", {wanted.call_id->value});
  if (wanted.slot_id) filter.And("slot_id = ?", {wanted.slot_id->value});
  if (wanted.user_id) filter.And("user_id = ?", {*wanted.user_id});
  if (wanted.lead_id) filter.And("lead_id = ?", {*wanted.lead_id});
  if (wanted.campaign_id) filter.And("campaign_id = ?", {*wanted.campaign_id});
  if (wanted.phone_number) filter.And("phone_number = ?", {*wanted.phone_number});
  if (wanted.from) filter.And("started_at >= ?", {ToValue(*wanted.from)});
  if (wanted.to) filter.And("started_at < ?", {ToValue(*wanted.to)});
  AndVisible(filter, wanted.visible);
  return FetchPage(session_, kList, filter, request, ReadRecording);
}

bool SqlRecordingTable::Delete(RecordingId id) {
  return session_.ExecuteCounting("DELETE FROM recordings WHERE id = $1", {id.value}) == 1;
}
}  // namespace vss::sql
