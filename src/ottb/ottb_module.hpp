#pragma once
#include "base/async/task_scope.hpp"
#include "http/router.hpp"
#include "ottb/monitor/machine_monitor.hpp"
#include "ottb/monitor/slot_monitor.hpp"
#include "ottb/slots/slot_lifecycle.hpp"
#include "ottb/slots/slot_service.hpp"
#include "ottb/trunks/trunk_service.hpp"

namespace vss::ottb {

/// OTTB as wiring sees it: owns the services, mounts their routes, starts their periodic work. Everything it
/// is given outlives it; it outlives the router. Lives on the HTTP loop.
class OttbModule {
 public:
  /// `pool` runs what blocks: reading /proc and the disk's size.
  OttbModule(Store<Transaction>& store, const Clock& clock, Random& random, BlockingPool& pool,
             Settings settings);

  void Mount(http::Router& router);
  /// Measures every few seconds, and removes old history every hour.
  void Start(TaskScope& scope);

  /// Where the SIP engine, the PBX and DRP tell what happened to a line.
  SlotLifecycle& lifecycle() { return lifecycle_; }

 private:
  const Settings settings_;
  TrunkService trunks_;
  SlotService slots_;
  SlotLifecycle lifecycle_;
  MachineMonitor machine_;
  SlotMonitor slot_monitor_;
};
}  // namespace vss::ottb
