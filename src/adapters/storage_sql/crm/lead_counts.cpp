#include "adapters/storage_sql/crm/lead_counts.hpp"

#include "adapters/storage_sql/paging.hpp"

namespace vss::sql {

void LeadCounts::Add(const crm::Lead& lead, std::int64_t by) {
  changes_[{lead.assigned_seller.value_or(""), std::string(ToString(lead.status))}] += by;
}

void LeadCounts::Write() {
  for (const auto& [key, by] : changes_) {
    if (by == 0) continue;
    session_.Execute(
        "INSERT INTO crm_lead_counts (assigned_seller, status, leads) VALUES ($1, $2, $3) "
        "ON CONFLICT (assigned_seller, status) DO UPDATE SET leads = crm_lead_counts.leads + excluded.leads",
        {key.first, key.second, by});
  }
  changes_.clear();
}

std::int64_t LeadCounts::Sum(const crm::LeadFilter& wanted) {
  Filter filter;
  if (wanted.status) filter.And("status = ?", {std::string(ToString(*wanted.status))});
  if (wanted.assigned_seller) filter.And("assigned_seller = ?", {wanted.assigned_seller->value_or("")});
  return session_
      .Query("SELECT CAST(COALESCE(SUM(leads), 0) AS BIGINT) FROM crm_lead_counts" + filter.Where(),
             Params(filter.values()))
      .at(0)
      .Int(0);
}
}  // namespace vss::sql
