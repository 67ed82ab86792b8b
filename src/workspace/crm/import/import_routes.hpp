#pragma once
#include "http/router.hpp"
#include "workspace/crm/import/import_service.hpp"

namespace vss::crm {
/// Mounts /api/crm/leads/import and /api/crm/imports. `imports` and `settings` outlive `router`.
void MountImports(http::Router& router, ImportService& imports, const Settings& settings);
}  // namespace vss::crm
