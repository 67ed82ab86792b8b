#pragma once
#include "http/router.hpp"
#include "point/roles/role_service.hpp"

namespace vss::point {
/// /api/roles
void MountRoles(http::Router& router, RoleService& roles);
}  // namespace vss::point
