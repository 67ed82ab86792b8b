#pragma once
#include "http/router.hpp"
#include "workspace/crm/persons/person_service.hpp"

namespace vss::crm {
/// Mounts /api/crm/persons. `persons` and `settings` outlive `router`.
void MountPersons(http::Router& router, PersonService& persons, const Settings& settings);
}  // namespace vss::crm
