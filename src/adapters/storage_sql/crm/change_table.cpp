#include "adapters/storage_sql/crm/change_table.hpp"

namespace vss::sql {

void SqlChangeTable::Append(const crm::LeadChange& change) {
  session_.Execute(
      "INSERT INTO crm_lead_history (lead_id, kind, happened_at, user_id, username, from_value, to_value, "
      "changed_fields) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {change.lead_id, change.kind, ToValue(change.at), ToValue(change.user_id), change.username,
       ToValue(change.from), ToValue(change.to), fmt::format("{}", fmt::join(change.fields, " "))});
}

void SqlChangeTable::Move(const std::string& from, const std::string& to) {
  session_.Execute("UPDATE crm_lead_history SET lead_id = $2 WHERE lead_id = $1", {from, to});
}

void SqlChangeTable::Delete(const std::string& lead) {
  session_.Execute("DELETE FROM crm_lead_history WHERE lead_id = $1", {lead});
}

// The history moves with every merge, so that it always stands at the last survivor.
std::optional<std::string> SqlChangeTable::FindSurvivor(const std::string& merged) {
  const auto row = session_.QueryOne(
      "SELECT lead_id FROM crm_lead_history WHERE kind = 'merged' AND from_value = $1", {merged});
  return row ? std::optional(row->Text(0)) : std::nullopt;
}
}  // namespace vss::sql
