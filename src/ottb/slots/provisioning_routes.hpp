#pragma once
#include "http/router.hpp"
#include "ottb/slots/slot_provisioning.hpp"

namespace vss::ottb {
/// Mounts /api/slots/:id/provisioning and /api/provisioning. `provisioning` outlives `router`.
void MountProvisioning(http::Router& router, SlotProvisioning& provisioning);
}  // namespace vss::ottb
