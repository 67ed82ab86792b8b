#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

/// Data rules: of what a permission allows to see or do, whose. They belong to the role (domain.md, Roles and
/// permissions).
namespace vss {

/// From the narrowest on: each takes in the ones before it.
enum class DataScope : std::uint8_t { kOwn, kTeam, kAll };
inline constexpr std::array<std::string_view, 3> kDataScopeNames = {"own", "team", "all"};
constexpr std::string_view ToString(DataScope scope) {
  return kDataScopeNames.at(static_cast<std::size_t>(scope));
}

/// What has data rules. kCallControl: ending calls, and all that calls.control allows; whoever only sees a
/// call cannot end it.
enum class ScopedResource : std::uint8_t { kCallControl, kCalls, kLeads, kRecordings, kReports };
inline constexpr std::array<std::string_view, 5> kScopedResourceNames = {"call_control", "calls", "leads",
                                                                         "recordings", "reports"};
constexpr std::string_view ToString(ScopedResource resource) {
  return kScopedResourceNames.at(static_cast<std::size_t>(resource));
}

/// A role's scope for each resource; the narrowest unless it says otherwise.
class ScopeSet {
 public:
  static ScopeSet Everything();
  /// `{"leads": "team", "calls": "all"}`; what is left out is `own`. Throws Error(kInvalidParams) naming
  /// `scope.<resource>` that is unknown or ill-formed.
  static ScopeSet Parse(const json::value& scope);

  DataScope Of(ScopedResource resource) const { return scopes_.at(static_cast<std::size_t>(resource)); }
  ScopeSet& Set(ScopedResource resource, DataScope scope) {
    scopes_.at(static_cast<std::size_t>(resource)) = scope;
    return *this;
  }
  /// The first resource of which `other` reaches further than this; nothing: none.
  std::optional<ScopedResource> FirstWider(const ScopeSet& other) const;
  json::object ToJson() const;  ///< every resource
  bool operator==(const ScopeSet&) const = default;

 private:
  std::array<DataScope, kScopedResourceNames.size()> scopes_{};
};

/// Which rows of a resource somebody may see.
struct RowScope {
  DataScope reach = DataScope::kAll;
  std::string user_id;             ///< kOwn and kTeam: this user's
  std::vector<std::string> teams;  ///< kTeam: and those of these teams; never empty then

  bool all() const { return reach == DataScope::kAll; }
};

/// Whether `scope` covers a row that belongs to these users and teams (absent ones to nobody).
bool Covers(const RowScope& scope, std::initializer_list<const std::optional<std::string>*> users,
            std::initializer_list<const std::optional<std::string>*> teams);
}  // namespace vss
