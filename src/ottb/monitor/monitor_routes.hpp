#pragma once
#include "http/router.hpp"
#include "ottb/monitor/machine_monitor.hpp"
#include "ottb/monitor/slot_monitor.hpp"

namespace vss::ottb {
/// Mounts /api/monitor. Both monitors outlive `router`.
void MountMonitor(http::Router& router, MachineMonitor& machine, SlotMonitor& slots);
}  // namespace vss::ottb
