#pragma once
#include "http/router.hpp"
#include "point/ports/store.hpp"

namespace vss::point {
/// /api/security/audit. Reading has no rules beyond the permission, so there is no service between.
void MountAudit(http::Router& router, Store<Transaction>& store);
}  // namespace vss::point
