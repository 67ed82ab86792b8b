#include "adapters/storage_sql/point/owned_leads.hpp"

#include "adapters/storage_sql/ottb/lead_filter.hpp"
#include "adapters/storage_sql/paging.hpp"

namespace vss::sql {
namespace {
void WriteHandoverHistory(Session& session, const point::Handover& handover, const Value& to) {
  session.Execute(
      "INSERT INTO crm_lead_history (lead_id, kind, happened_at, user_id, username, from_value, to_value, "
      "changed_fields) SELECT id, 'assigned', CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), "
      "assigned_seller, CAST($5 AS TEXT), '' FROM crm_leads WHERE assigned_seller = $1",
      {handover.from.value, ToValue(handover.at), ToValue(handover.by.user_id), handover.by.username, to});
}

// Nobody's leads count for ''.
void MoveCounts(Session& session, const std::string& from, const std::string& to) {
  session.Execute(
      "INSERT INTO crm_lead_counts (assigned_seller, status, leads) SELECT CAST($2 AS TEXT), status, leads "
      "FROM crm_lead_counts WHERE assigned_seller = $1 ON CONFLICT (assigned_seller, status) DO UPDATE SET "
      "leads = crm_lead_counts.leads + excluded.leads",
      {from, to});
  session.Execute("DELETE FROM crm_lead_counts WHERE assigned_seller = $1", {from});
}
}  // namespace

std::int64_t SqlOwnedLeads::HandOver(const point::Handover& handover) {
  const std::string& from = handover.from.value;
  const Value to = handover.to ? Value(handover.to->id.value) : Value();
  WriteHandoverHistory(session_, handover, to);
  MoveCounts(session_, from, handover.to ? handover.to->id.value : "");
  const auto move = [&](std::string_view table, std::string_view seller, std::string_view team,
                        std::string_view version) {
    std::vector<Value> values{from, to};
    std::string text = fmt::format("UPDATE {0} SET {1} = $2{2}", table, seller, version);
    if (!version.empty()) values.push_back(ToValue(handover.at));
    if (handover.to) {  // a lead lies where its seller is
      values.push_back(handover.to->team ? Value(handover.to->team->value) : Value());
      text += fmt::format(", {} = ${}", team, values.size());
    }
    return session_.ExecuteCounting(text + fmt::format(" WHERE {} = $1", seller), Params(values));
  };
  for (const std::string_view table : kTablesOfCalls) move(table, "lead_seller", "lead_team", "");
  return move("crm_leads", "assigned_seller", "team_id", ", updated_at = $3, version = version + 1");
}
}  // namespace vss::sql
