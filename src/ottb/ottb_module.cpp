#include "ottb/ottb_module.hpp"

#include "base/log.hpp"
#include "ottb/monitor/monitor_routes.hpp"
#include "ottb/slots/slot_routes.hpp"
#include "ottb/trunks/trunk_routes.hpp"

namespace vss::ottb {
namespace {
Task<void> Prune(SlotLifecycle& lifecycle) {
  const std::int64_t removed = co_await lifecycle.PruneHistory();
  if (removed > 0) log::Info("OTTB", "old slot history removed", {{"rows", removed}});
}
}  // namespace

OttbModule::OttbModule(Store<Transaction>& store, const Clock& clock, Random& random, BlockingPool& pool,
                       Settings settings)
    : settings_(std::move(settings)),
      trunks_(store, clock),
      slots_(store, clock, random, settings_),
      lifecycle_(store, clock, settings_),
      machine_(pool, clock, settings_),
      slot_monitor_(store, clock) {}

void OttbModule::Mount(http::Router& router) {
  MountTrunks(router, trunks_);
  MountSlots(router, slots_, lifecycle_);
  MountMonitor(router, machine_, slot_monitor_);
}

void OttbModule::Start(TaskScope& scope) {
  scope.Spawn("first measurement", machine_.Measure());
  scope.Every("measurement", settings_.sample_every, [this] { return machine_.Measure(); });
  scope.Every("slot history pruning", std::chrono::hours(1), [this] { return Prune(lifecycle_); });
}
}  // namespace vss::ottb
