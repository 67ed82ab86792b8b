#include "adapters/storage_sql/crm/visible_leads.hpp"

#include "adapters/storage_sql/ottb/lead_filter.hpp"

namespace vss::sql {
std::string VisibleLeads(const RowScope& scope, std::vector<Value>& values) {
  std::string condition = "crm_leads.assigned_seller = ?";
  values.emplace_back(scope.user_id);
  if (scope.reach == DataScope::kTeam)
    condition += " OR crm_leads.team_id IN " + PlaceholdersFor(scope.teams, values);
  return condition;
}

void AndVisibleLeads(Filter& filter, const RowScope& scope) {
  if (scope.all()) return;
  std::vector<Value> values;
  const std::string condition = VisibleLeads(scope, values);
  filter.And(condition, std::move(values));
}
}  // namespace vss::sql
