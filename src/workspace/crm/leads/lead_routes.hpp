#pragma once
#include "http/router.hpp"
#include "workspace/crm/leads/lead_service.hpp"

namespace vss::crm {
/// Mounts /api/crm/leads and /api/crm/search. `leads` and `settings` outlive `router`.
void MountLeads(http::Router& router, LeadService& leads, const Settings& settings);
}  // namespace vss::crm
