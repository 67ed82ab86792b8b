#include "ottb/ottb_module.hpp"

#include "base/log.hpp"
#include "ottb/calls/call_routes.hpp"
#include "ottb/calls/call_usage.hpp"
#include "ottb/cdr/cdr_routes.hpp"
#include "ottb/monitor/monitor_routes.hpp"
#include "ottb/recordings/record_basis.hpp"
#include "ottb/recordings/recording_routes.hpp"
#include "ottb/slots/provisioning_routes.hpp"
#include "ottb/slots/slot_routes.hpp"
#include "ottb/totals/earlier_calls.hpp"
#include "ottb/trunks/trunk_routes.hpp"

namespace vss::ottb {
namespace {
Task<void> Prune(SlotLifecycle& lifecycle) {
  const std::int64_t removed = co_await lifecycle.PruneHistory();
  if (removed > 0) log::Info("OTTB", "old slot history removed", {{"rows", removed}});
}
}  // namespace

OttbModule::OttbModule(OttbDeps deps, Settings settings)
    : deps_(deps),
      settings_(std::move(settings)),
      lines_(deps.loop, deps.store, deps.clock, deps.pbx),
      books_(deps.loop, deps.store, deps.clock, lines_, settings_),
      incoming_(deps.loop, deps.store, deps.clock),
      trunks_(deps.store, deps.clock, lines_),
      slots_(deps.store, deps.clock, deps.random, settings_, lines_),
      provisioning_(deps.store, deps.clock, deps.random, settings_, lines_),
      lifecycle_(deps.store, deps.clock, settings_, lines_),
      calls_(deps.store, deps.clock, deps.pbx, books_, deps.leads, settings_),
      recordings_(deps.store, deps.clock, deps.leads, deps.pbx, deps.pool, settings_),
      machine_(deps.pool, deps.clock, settings_),
      slot_monitor_(deps.store, deps.clock, deps.pbx) {
  deps_.pbx.SetObserver(*this);
}

Task<void> OttbModule::Open(std::vector<RecordingInfo> partial_recordings) {
  co_await books_.Recover(std::move(partial_recordings));
  co_await lines_.Open();
}

Task<bool> OttbModule::Drain(std::chrono::milliseconds grace) {
  const bool calls = co_await books_.Drain(grace);
  const bool lines = co_await lines_.Drain(grace);
  const bool incoming = co_await incoming_.Drain(grace);
  co_return calls&& lines&& incoming;
}

void OttbModule::Mount(http::Router& router) {
  MountTrunks(router, trunks_);
  MountSlots(router, slots_, lifecycle_);
  MountProvisioning(router, provisioning_);
  MountCalls(router, calls_, deps_.pbx);
  MountCdrs(router, deps_.store, deps_.leads);
  MountRecordings(router, recordings_);
  MountRecordingPolicy(router, deps_.pbx, settings_);
  MountMonitor(router, machine_, slot_monitor_);
}

void OttbModule::Subscribe(Bus& bus) {
  bus.Subscribe("ottb.deleted_users", "user.deleted", [this](const std::vector<Event>& events) -> Task<void> {
    for (const Event& event : events) {
      const json::value* id = event.data.if_contains("user_id");
      if (id != nullptr && id->is_string()) co_await lifecycle_.ReleaseAllOf(std::string(id->get_string()));
    }
  });
}

bool OttbModule::LacksRecordBasis() const {
  const bool wanted = settings_.calls.recording == CallSettings::Recording::kOn;
  return wanted && !MayRecord(settings_.calls, deps_.pbx.Status());
}

void OttbModule::Start(TaskScope& scope) {
  if (LacksRecordBasis()) {
    log::Warning(
        "OTTB",
        "calls are not recorded: VSS_RECORD_BASIS does not say what lets them be (announcement, consent, "
        "not-needed)");
  }
  lines_.Start(scope);
  books_.Start(scope);
  incoming_.Start(scope);
  scope.Spawn("counting earlier calls", CountEarlierCalls(deps_.store));
  scope.Spawn("first measurement", machine_.Measure());
  scope.Every("measurement", settings_.sample_every, [this] { return machine_.Measure(); });
  scope.Every("caps of minutes", kCapsEvery, [this] { return calls_.HoldToCaps(); });
  scope.Every("slot history pruning", std::chrono::hours(1), [this] { return Prune(lifecycle_); });
}
}  // namespace vss::ottb
