#pragma once
#include "http/router.hpp"
#include "point/users/user_service.hpp"

namespace vss::point {
/// /api/users
void MountUsers(http::Router& router, UserService& users);
}  // namespace vss::point
