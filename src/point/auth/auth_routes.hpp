#pragma once
#include "http/router.hpp"
#include "point/auth/auth_service.hpp"
#include "point/auth/session_cookies.hpp"

namespace vss::point {
/// /api/auth/* and /api/point/rolecheck.
void MountAuth(http::Router& router, AuthService& auth, const SessionCookies& cookies);
}  // namespace vss::point
