#pragma once
#include "http/router.hpp"
#include "ottb/slots/slot_lifecycle.hpp"
#include "ottb/slots/slot_service.hpp"

namespace vss::ottb {
/// Mounts /api/slots. Both services outlive `router`.
void MountSlots(http::Router& router, SlotService& slots, SlotLifecycle& lifecycle);
}  // namespace vss::ottb
