#pragma once
#include "base/json.hpp"
#include "workspace/crm/leads/lead.hpp"

namespace vss::crm {
/// A lead as the API and `lead.update` show it.
json::object ToJson(const Lead& lead);
/// The names of the fields that differ, without those that follow from others.
std::vector<std::string> ChangedFields(const Lead& before, const Lead& after);
}  // namespace vss::crm
