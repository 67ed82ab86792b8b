#pragma once
#include "base/async/task_scope.hpp"
#include "contracts/bus.hpp"
#include "http/router.hpp"
#include "ottb/calls/call_service.hpp"
#include "ottb/calls/incoming_calls.hpp"
#include "ottb/monitor/machine_monitor.hpp"
#include "ottb/monitor/slot_monitor.hpp"
#include "ottb/recordings/recording_service.hpp"
#include "ottb/slots/slot_lifecycle.hpp"
#include "ottb/slots/slot_provisioning.hpp"
#include "ottb/slots/slot_service.hpp"
#include "ottb/trunks/trunk_service.hpp"

namespace vss::ottb {

/// What OTTB needs from outside; all outlive the module.
struct OttbDeps {
  Loop& loop;  ///< the HTTP loop
  Store<Transaction>& store;
  const Clock& clock;
  Random& random;
  BlockingPool& pool;  ///< runs what blocks: reading /proc and the disk's size
  Pbx& pbx;
  LeadDirectory& leads;
};

/// OTTB as wiring sees it: owns the services, mounts their routes, starts their periodic work. Everything it
/// is given outlives it; it outlives the router. Lives on the HTTP loop.
class OttbModule : private PbxObserver {
 public:
  OttbModule(OttbDeps deps, Settings settings);

  void Mount(http::Router& router);
  /// Finishes the books of calls that the last stop cut, with the recordings that were saved of them, and
  /// starts the PBX with the lines there are. Before Start.
  Task<void> Open(std::vector<RecordingInfo> partial_recordings);
  void Subscribe(Bus& bus);
  /// Measures every few seconds, and removes old history every hour.
  void Start(TaskScope& scope);
  /// After the PBX has stopped, before the scope stops: waits until what it told is in the database.
  Task<bool> Drain(std::chrono::milliseconds grace);

  /// Where the SIP engine, the PBX and DRP tell what happened to a line.
  SlotLifecycle& lifecycle() { return lifecycle_; }
  TrunkService& trunks() { return trunks_; }
  SlotService& slots() { return slots_; }
  CallService& calls() { return calls_; }
  /// Of VSS_DATA_DIR, as it was measured last.
  std::optional<Disk> disk() const { return machine_.disk(); }
  /// Calls are to be recorded, and nobody has said what lets them be.
  bool LacksRecordBasis() const;

 private:
  void OnRegistered(const Registration& registration) override { lines_.OnRegistered(registration); }
  void OnUnregistered(int number, std::string reason) override {
    lines_.OnUnregistered(number, std::move(reason));
  }
  void OnReachability(int number, PhoneReachability now) override { lines_.OnReachability(number, now); }
  void OnRegistrationFailed(int number, std::string reason) override {
    lines_.OnRegistrationFailed(number, std::move(reason));
  }
  void OnIncomingCall(const IncomingCall& call) override { incoming_.OnIncomingCall(call); }
  void OnCallProgress(const CallProgress& progress) override { books_.OnCallProgress(progress); }
  void OnCallEnded(const CallResult& result) override { books_.OnCallEnded(result); }

  OttbDeps deps_;
  const Settings settings_;
  LineKeeper lines_;
  CallBooks books_;
  IncomingCalls incoming_;
  TrunkService trunks_;
  SlotService slots_;
  SlotProvisioning provisioning_;
  SlotLifecycle lifecycle_;
  CallService calls_;
  RecordingService recordings_;
  MachineMonitor machine_;
  SlotMonitor slot_monitor_;
};
}  // namespace vss::ottb
