#pragma once
#include "http/router.hpp"
#include "point/auth/auth_service.hpp"
#include "point/auth/session_cookies.hpp"

namespace vss::point {
/// /api/auth/* and /api/point/rolecheck. `settings` outlives the router.
void MountAuth(http::Router& router, AuthService& auth, const PointSettings& settings);
}  // namespace vss::point
