#pragma once
#include <string_view>

#include "contracts/principal.hpp"
#include "point/roles/role.hpp"

namespace vss::point {

/// What a role gives: permissions, and how far they reach.
struct RoleGrant {
  const PermissionSet& permissions;
  const ScopeSet& scopes;
};
inline RoleGrant AccessOf(const Role& role) { return {role.permissions, role.scopes}; }

/// True when `holder` allows everything that `other` does. Permissions that will be added to VSS later count,
/// so only "all" covers "all".
bool Covers(const PermissionSet& holder, const PermissionSet& other);

/// Nobody gives, takes or touches more than they hold themselves, or users.update would be as good as "all".
/// Throws Error(kPermissionDenied) that names the first permission the caller lacks, or of which the caller's
/// scope is narrower.
void RequireCovers(const Caller& caller, RoleGrant other, std::string_view what);

/// Teams decide who sees which rows: who sees a part of them only does not move the borders. Throws
/// Error(kPermissionDenied).
void RequireAllRows(const Caller& caller);
}  // namespace vss::point
