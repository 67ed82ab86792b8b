#pragma once
#include "http/router.hpp"
#include "workspace/crm/clients/client_service.hpp"
#include "workspace/crm/settings.hpp"

namespace vss::crm {
/// Mounts /api/crm/clients. `clients` and `settings` outlive `router`.
void MountClients(http::Router& router, ClientService& clients, const Settings& settings);
}  // namespace vss::crm
