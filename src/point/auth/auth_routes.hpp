#pragma once
#include "http/router.hpp"
#include "point/auth/auth_service.hpp"

namespace vss::point {
/// /api/auth/* and /api/point/rolecheck.
void MountAuth(http::Router& router, AuthService& auth, CookieTransport cookie);
}  // namespace vss::point
