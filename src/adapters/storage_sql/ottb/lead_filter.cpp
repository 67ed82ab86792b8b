#include "adapters/storage_sql/ottb/lead_filter.hpp"

namespace vss::sql {
std::string PlaceholdersFor(const std::vector<std::string>& texts, std::vector<Value>& values) {
  std::string text = "(";
  for (const std::string& each : texts) {
    text += text.size() == 1 ? "?" : ", ?";
    values.emplace_back(each);
  }
  return text + ")";
}

std::string VisibleCondition(const RowScope& scope, std::vector<Value>& values, Lookup lookup) {
  const std::string_view column = lookup == Lookup::kScanned ? " || ''" : "";
  std::string condition = fmt::format("user_id{0} = ? OR lead_seller{0} = ?", column);
  values.insert(values.end(), 2, Value(scope.user_id));
  if (scope.reach == DataScope::kTeam) {
    condition += fmt::format(" OR team_id{} IN {}", column, PlaceholdersFor(scope.teams, values));
    condition += fmt::format(" OR lead_team{} IN {}", column, PlaceholdersFor(scope.teams, values));
  }
  return condition;
}

void AndVisible(Filter& filter, const RowScope& scope) {
  if (scope.all()) return;
  std::vector<Value> values;
  const std::string condition = VisibleCondition(scope, values);
  filter.And(condition, std::move(values));
}

std::string OwnersOfLead(std::string_view parameter) {
  return fmt::format(
      "(SELECT assigned_seller FROM crm_leads WHERE id = {0}), (SELECT team_id FROM crm_leads WHERE id = "
      "{0})",
      parameter);
}

void MoveCallsOfLead(Session& session, const std::string& lead_id, const LeadOwners& to) {
  for (const std::string_view table : kTablesOfCalls) {
    session.Execute(fmt::format("UPDATE {} SET lead_seller = $2, lead_team = $3 WHERE lead_id = $1", table),
                    {lead_id, ToValue(to.seller), ToValue(to.team)});
  }
}
}  // namespace vss::sql
