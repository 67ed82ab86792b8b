#pragma once
#include <string_view>

#include "contracts/principal.hpp"

namespace vss::point {

/// True when `holder` allows everything that `other` does. Permissions that will be added to VSS later count,
/// so only "all" covers "all".
bool Covers(const PermissionSet& holder, const PermissionSet& other);

/// Nobody gives, takes or touches more than they hold themselves, or users.update would be as good as "all".
/// Throws Error(kPermissionDenied) that names the first permission the caller lacks.
void RequireCovers(const Caller& caller, const PermissionSet& other, std::string_view what);
}  // namespace vss::point
