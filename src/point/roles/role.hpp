#pragma once
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "contracts/permissions.hpp"
#include "contracts/scope.hpp"

namespace vss::point {

using RoleId = TextId<struct RoleTag>;  ///< UUID
inline constexpr std::string_view kAdminRole = "admin";

/// Built-in roles come with VSS (domain.md, Roles and permissions) and stay as they are, so that what
/// "operator" means is the same in every centre; another set of permissions is a role of one's own.
enum class RoleOrigin { kBuiltIn, kCustom };

struct Role {
  RoleId id;
  std::string name;
  std::string description;
  PermissionSet permissions;
  ScopeSet scopes;
  RoleOrigin origin = RoleOrigin::kCustom;
  Instant created_at;
  Instant updated_at;
};

struct CreateRole {
  std::string name;
  std::string description;
  PermissionSet permissions;
  ScopeSet scopes;
};

/// What is absent stays as it is.
struct UpdateRole {
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::optional<PermissionSet> permissions;
  std::optional<ScopeSet> scopes;
};
}  // namespace vss::point
