#pragma once
#include "http/router.hpp"
#include "point/second_factor/second_factor_service.hpp"

namespace vss::point {
/// /api/auth/second-factor, /api/users/:id/second-factor and /api/security/second-factor
void MountSecondFactor(http::Router& router, SecondFactorService& factors);
}  // namespace vss::point
