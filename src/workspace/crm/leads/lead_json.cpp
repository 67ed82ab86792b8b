#include "workspace/crm/leads/lead_json.hpp"

#include "workspace/crm/values.hpp"

namespace vss::crm {
json::object ToJson(const Lead& lead) {
  return {{"id", lead.id},
          {"client_name", lead.client_name},
          {"phone", lead.phone},
          {"email", OrNull(lead.email)},
          {"status", ToString(lead.status)},
          {"assigned_seller", OrNull(lead.assigned_seller)},
          {"team_id", OrNull(lead.team_id)},
          {"source", OrNull(lead.source)},
          {"timezone", OrNull(lead.timezone)},
          {"region", OrNull(lead.region)},
          {"fields", ToJson(lead.fields)},
          {"client_id", OrNull(lead.client_id)},
          {"last_call_at", OrNull(lead.last_call_at)},
          {"created_at", FormatRfc3339(lead.created_at)},
          {"updated_at", FormatRfc3339(lead.updated_at)},
          {"version", lead.version}};
}

std::vector<std::string> ChangedFields(const Lead& before, const Lead& after) {
  const json::object old = ToJson(before), now = ToJson(after);
  std::vector<std::string> names;
  for (const auto& [name, value] : now) {
    if (name != "updated_at" && name != "version" && old.at(name) != value) names.emplace_back(name);
  }
  return names;
}
}  // namespace vss::crm
