#include "adapters/storage_sql/ottb/history_table.hpp"

#include "adapters/storage_sql/paging.hpp"
#include "base/error.hpp"

namespace vss::sql {
namespace {
using ottb::Transition;

template <class T>
T KnownInHistory(std::optional<T> parsed, std::string_view text) {
  if (!parsed) throw InternalError(fmt::format("table slot_history holds the unknown word {}", text));
  return *parsed;
}

Transition ReadTransition(const Row& row) {
  return {.id = row.Int(0),
          .slot_id = ottb::SlotId{row.Int(1)},
          .at = row.Time(2),
          .from = KnownInHistory(ottb::ParseSlotState(row.Text(3)), row.Text(3)),
          .to = KnownInHistory(ottb::ParseSlotState(row.Text(4)), row.Text(4)),
          .trigger = KnownInHistory(ottb::ParseSlotTrigger(row.Text(5)), row.Text(5)),
          .cause = KnownInHistory(ottb::ParseSlotCause(row.Text(6)), row.Text(6)),
          .reason = row.Text(7),
          .username = row.OptionalText(8)};
}
}  // namespace

void SqlHistoryTable::Append(const Transition& transition) {
  session_.Execute(
      "INSERT INTO slot_history (slot_id, changed_at, from_state, to_state, trigger_name, cause, reason, "
      "username) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {transition.slot_id.value, ToValue(transition.at), std::string(ToString(transition.from)),
       std::string(ToString(transition.to)), std::string(ToString(transition.trigger)),
       std::string(ToString(transition.cause)), transition.reason, ToValue(transition.username)});
}

Page<Transition> SqlHistoryTable::List(ottb::SlotId slot, const PageRequest& request) {
  static const ListQuery kList{
      .columns = "id, slot_id, changed_at, from_state, to_state, trigger_name, cause, reason, username",
      .from = "slot_history",
      .sortable = {}};
  Filter filter;
  filter.And("slot_id = ?", {slot.value});
  return FetchPage(session_, kList, filter, request, ReadTransition);
}

void SqlHistoryTable::Delete(ottb::SlotId slot) {
  session_.Execute("DELETE FROM slot_history WHERE slot_id = $1", {slot.value});
}

std::int64_t SqlHistoryTable::DeleteBefore(Instant at) {
  return session_.ExecuteCounting("DELETE FROM slot_history WHERE changed_at < $1", {ToValue(at)});
}
}  // namespace vss::sql
