#include "contracts/scope.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace vss {
namespace {
constexpr std::array kResources = {ScopedResource::kCallControl, ScopedResource::kCalls,
                                   ScopedResource::kLeads, ScopedResource::kRecordings,
                                   ScopedResource::kReports};

template <class Enum, std::size_t N>
std::optional<Enum> FindName(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto* const found = std::ranges::find(names, name);
  return found == names.end() ? std::nullopt : std::optional(static_cast<Enum>(found - names.begin()));
}

DataScope ParseDataScope(std::string_view resource, const json::value& value) {
  const auto scope =
      value.is_string() ? FindName<DataScope>(kDataScopeNames, value.get_string()) : std::nullopt;
  if (!scope) throw InvalidField(fmt::format("scope.{}", resource), "wants one of own, team, all");
  return *scope;
}
}  // namespace

ScopeSet ScopeSet::Everything() {
  ScopeSet set;
  set.scopes_.fill(DataScope::kAll);
  return set;
}

ScopeSet ScopeSet::Parse(const json::value& scope) {
  if (!scope.is_object())
    throw InvalidField("scope", R"(wants an object such as {"leads": "team", "calls": "own"})");
  ScopeSet set;
  for (const auto& [name, value] : scope.get_object()) {
    const auto resource = FindName<ScopedResource>(kScopedResourceNames, name);
    if (!resource) {
      throw InvalidField(fmt::format("scope.{}", std::string_view(name)).substr(0, 80),
                         fmt::format("has no data rules; {} have", fmt::join(kScopedResourceNames, ", ")));
    }
    set.Set(*resource, ParseDataScope(name, value));
  }
  return set;
}

std::optional<ScopedResource> ScopeSet::FirstWider(const ScopeSet& other) const {
  const auto* const found = std::ranges::find_if(
      kResources, [&](ScopedResource resource) { return other.Of(resource) > Of(resource); });
  return found == kResources.end() ? std::nullopt : std::optional(*found);
}

json::object ScopeSet::ToJson() const {
  json::object out;
  for (const ScopedResource resource : kResources) out[ToString(resource)] = ToString(Of(resource));
  return out;
}

bool Covers(const RowScope& scope, std::initializer_list<const std::optional<std::string>*> users,
            std::initializer_list<const std::optional<std::string>*> teams) {
  if (scope.all()) return true;
  const bool own = std::ranges::any_of(
      users, [&](const std::optional<std::string>* user) { return *user && **user == scope.user_id; });
  if (own || scope.reach == DataScope::kOwn) return own;
  return std::ranges::any_of(teams, [&](const std::optional<std::string>* team) {
    return *team && std::ranges::find(scope.teams, **team) != scope.teams.end();
  });
}
}  // namespace vss
