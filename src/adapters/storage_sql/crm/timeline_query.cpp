#include "adapters/storage_sql/crm/call_links.hpp"
#include "adapters/storage_sql/ottb/lead_filter.hpp"
#include "adapters/storage_sql/paging.hpp"
#include "base/error.hpp"

namespace vss::sql {
namespace {
using crm::TimelineItem;

// One row for each thing that happened, whatever it was: kind, then what that kind needs in the columns a … g
// and t … v. Both engines push lead_id = ? into the parts, so that each is read by its own index.
constexpr std::string_view kEverything =
    "(SELECT lead_id, started_at AS happened_at, 'call:' || CAST(id AS TEXT) AS item, 'call' AS kind, "
    "user_id, username, "
    "id AS a, slot_id AS b, line AS c, started_at AS d, answered_at AS e, ended_at AS f, state AS t, "
    "hangup_cause AS u, NULL AS v, team_id, lead_seller, lead_team FROM calls"
    " UNION ALL "
    "SELECT lead_id, created_at, 'recording:' || CAST(id AS TEXT), 'recording', user_id, NULL, id, call_id, "
    "duration_ms, "
    "NULL, NULL, NULL, NULL, NULL, NULL, team_id, lead_seller, lead_team FROM recordings"
    " UNION ALL "
    "SELECT lead_id, created_at, 'note:' || id, 'note', author_id, author, call_id, created_at, updated_at, "
    "NULL, NULL, "
    "NULL, id, text, type, NULL, NULL, NULL FROM crm_notes"
    " UNION ALL "
    "SELECT lead_id, happened_at, 'change:' || CAST(seq AS TEXT), kind, user_id, username, NULL, NULL, NULL, "
    "NULL, NULL, "
    "NULL, from_value, to_value, changed_fields, NULL, NULL, NULL FROM crm_lead_history"
    " UNION ALL "
    "SELECT id, created_at, 'import:' || import_id, 'imported', NULL, NULL, NULL, NULL, NULL, NULL, NULL, "
    "NULL, "
    "import_id, NULL, NULL, NULL, NULL, NULL FROM crm_leads WHERE import_id IS NOT NULL) AS items";

// Things of `kind` only as far as the caller may see them; nothing: none.
void AndOfKind(Filter& filter, std::string_view kind, const std::optional<RowScope>& scope) {
  const std::string others = fmt::format("kind <> '{}'", kind);
  if (!scope) {
    filter.And(others);
    return;
  }
  if (scope->all()) return;
  std::vector<Value> values;
  const std::string mine = VisibleCondition(*scope, values);
  filter.And(others + " OR " + mine, std::move(values));
}

std::vector<std::string> Words(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find(' ', from), text.size());
    words.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return words;
}

crm::Note NoteOf(const Row& row, const std::string& lead) {
  return {.id = row.Text(11),
          .call_id = row.OptionalInt(5),
          .lead_id = lead,
          .text = row.Text(12),
          .type = row.Text(13),
          .author_id = row.OptionalText(3),
          .author = row.Text(4),
          .created_at = row.Time(6),
          .updated_at = row.Time(7)};
}

TimelineItem ReadItem(const Row& row, const std::string& lead) {
  TimelineItem item{
      .key = row.Text(1), .at = row.Time(0), .user_id = row.OptionalText(3), .username = row.OptionalText(4)};
  const std::string& kind = row.Text(2);
  if (kind == "call") {
    item.what = crm::CallBrief{.call = row.Int(5),
                               .slot = row.Int(6),
                               .line = row.Int(7),
                               .state = row.Text(11),
                               .hangup_cause = row.OptionalText(12),
                               .started_at = row.Time(8),
                               .answered_at = row.OptionalTime(9),
                               .ended_at = row.OptionalTime(10)};
  } else if (kind == "recording") {
    item.what = crm::RecordingBrief{row.Int(5), row.Int(6), std::chrono::milliseconds(row.Int(7))};
  } else if (kind == "note") {
    item.what = NoteOf(row, lead);
  } else if (kind == "imported") {
    item.what = crm::ImportBrief{row.Text(11)};
  } else {
    item.what = crm::LeadChange{.lead_id = lead,
                                .kind = kind,
                                .at = item.at,
                                .user_id = item.user_id,
                                .username = item.username.value_or(""),
                                .from = row.OptionalText(11),
                                .to = row.OptionalText(12),
                                .fields = Words(row.Text(13))};
  }
  return item;
}
}  // namespace

Page<TimelineItem> SqlCallLinks::Timeline(const std::string& lead, const crm::TimelineScope& visible,
                                          const PageRequest& request) {
  static const ListQuery kList{
      .columns = "happened_at, item, kind, user_id, username, a, b, c, d, e, f, t, u, v",
      .from = kEverything,
      .id = {"id", "item", SortKind::kText},
      .sortable = {{"at", "happened_at"}},
      .count_at_most = 100'000};
  Filter filter;
  filter.And("lead_id = ?", {lead});
  AndOfKind(filter, "call", visible.calls);
  AndOfKind(filter, "recording", visible.recordings);
  if (visible.notes == crm::TimelineScope::Notes::kHidden) filter.And("kind <> 'note'");
  return FetchPage(session_, kList, filter, request, [&](const Row& row) { return ReadItem(row, lead); });
}
}  // namespace vss::sql
