#pragma once
#include "adapters/storage_sql/paging.hpp"
#include "contracts/leads.hpp"

namespace vss::sql {
/// Calls, their records and recordings know the seller of their lead (column lead_seller), so that a seller's
/// lists cost what they show. Set when the row is written, and moved along when the lead gets another seller
/// (crm/lead_table.cpp).
void AndLeads(Filter& filter, const LeadScope& scope);
/// The value of lead_seller in an INSERT whose `parameter` ($8) is the lead's id.
std::string SellerOfLead(std::string_view parameter);

inline Value OptionalTime(const std::optional<Instant>& time) { return time ? ToValue(*time) : Value(); }
}  // namespace vss::sql
