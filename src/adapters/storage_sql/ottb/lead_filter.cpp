#include "adapters/storage_sql/ottb/lead_filter.hpp"

namespace vss::sql {
void AndLeads(Filter& filter, const LeadScope& scope) {
  if (scope.seller) filter.And("lead_seller = ?", {*scope.seller});
}

std::string SellerOfLead(std::string_view parameter) {
  return fmt::format("(SELECT assigned_seller FROM crm_leads WHERE id = {})", parameter);
}
}  // namespace vss::sql
