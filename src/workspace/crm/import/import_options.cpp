#include "workspace/crm/import/import_options.hpp"

#include <algorithm>

#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
std::optional<std::string> TextOf(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::optional(std::string(value->get_string()))
                                                : std::nullopt;
}

template <class Enum, std::size_t N>
std::optional<Enum> WordOf(const json::object& object, std::string_view name,
                           const std::array<std::string_view, N>& names) {
  const auto text = TextOf(object, name);
  const auto found = text ? std::ranges::find(names, std::string_view(*text)) : names.end();
  return found == names.end() ? std::nullopt : std::optional(static_cast<Enum>(found - names.begin()));
}
RowScope ParseScope(const json::object& stored) {
  const auto user = TextOf(stored, "scope_seller");
  if (!user) return {};
  RowScope scope{DataScope::kOwn, *user, {}};
  const json::value* teams = stored.if_contains("scope_teams");
  if (teams == nullptr || !teams->is_array()) return scope;
  for (const json::value& team : teams->get_array()) scope.teams.emplace_back(team.as_string());
  if (!scope.teams.empty()) scope.reach = DataScope::kTeam;
  return scope;
}
}  // namespace

json::object ToJson(const ImportOptions& options) {
  json::object mapping;
  for (const auto& [title, field] : options.mapping) mapping[title] = OrNull(field);
  json::object out{
      {"mapping", std::move(mapping)},
      {"policy", ToString(options.policy)},
      {"status", ToString(options.status)},
      {"assigned_seller", OrNull(options.assigned_seller)},
      {"source", OrNull(options.source)},
      {"country", options.country},
      {"scope_seller", options.visible.all() ? json::value(nullptr) : json::value(options.visible.user_id)},
      {"scope_teams", json::array(options.visible.teams.begin(), options.visible.teams.end())}};
  if (options.delimiter) out["delimiter"] = std::string(1, *options.delimiter);
  if (options.encoding) out["encoding"] = kEncodingNames[static_cast<std::size_t>(*options.encoding)];
  return out;
}

ImportOptions ParseImportOptions(const json::object& stored) {
  ImportOptions options;
  for (const auto& [title, field] : stored.at("mapping").as_object()) {
    options.mapping.emplace(title,
                            field.is_null() ? std::nullopt : std::optional(std::string(field.as_string())));
  }
  options.policy =
      WordOf<DuplicatePolicy>(stored, "policy", kDuplicatePolicyNames).value_or(DuplicatePolicy::kSkip);
  options.status = WordOf<LeadStatus>(stored, "status", kLeadStatusNames).value_or(LeadStatus::kNew);
  options.encoding = WordOf<Encoding>(stored, "encoding", kEncodingNames);
  if (const auto delimiter = TextOf(stored, "delimiter"); delimiter && delimiter->size() == 1)
    options.delimiter = delimiter->front();
  options.assigned_seller = TextOf(stored, "assigned_seller");
  options.source = TextOf(stored, "source");
  options.country = TextOf(stored, "country").value_or("");
  options.visible = ParseScope(stored);
  return options;
}
}  // namespace vss::crm
