#pragma once
#include "adapters/storage_sql/paging.hpp"

namespace vss::sql {
/// Keeps rows whose lead_id is one of `leads`; all rows when there is no such rule.
void AndLeads(Filter& filter, const std::optional<std::vector<std::string>>& leads);

inline Value OptionalTime(const std::optional<Instant>& time) { return time ? ToValue(*time) : Value(); }
}  // namespace vss::sql
