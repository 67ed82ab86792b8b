#pragma once
#include "adapters/storage_sql/paging.hpp"
#include "contracts/scope.hpp"

/// Data rules on crm_leads.
namespace vss::sql {
/// A condition on crm_leads for a scope that does not cover all; appends its values.
std::string VisibleLeads(const RowScope& scope, std::vector<Value>& values);
void AndVisibleLeads(Filter& filter, const RowScope& scope);
}  // namespace vss::sql
