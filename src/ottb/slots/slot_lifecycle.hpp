#pragma once
#include "base/async/task.hpp"
#include "base/clock.hpp"
#include "contracts/principal.hpp"
#include "ottb/lines/line_watcher.hpp"
#include "ottb/ports/store.hpp"
#include "ottb/settings.hpp"

namespace vss::ottb {

/// Moves slots through their states, by hand and by event. Lives on the HTTP loop, without state of its own.
/// Every method throws kNotFound for a slot that is not there and kIllegalTransition for a move that
/// slot_state.cpp does not list.
class SlotLifecycle {
 public:
  SlotLifecycle(Store<Transaction>& store, const Clock& clock, const Settings& settings, LineWatcher& lines)
      : store_(store), clock_(clock), settings_(settings), lines_(lines) {}

  /// Binds the slot. One of the shared pool leaves the pool first; one that serves somebody is released first
  /// by whoever has it. Callers without slots.admin take slots for themselves only (kPermissionDenied).
  Task<Slot> Assign(const Caller& caller, SlotId id, Binding binding);
  /// Back to IDLE, bound to nobody. Callers without slots.admin release their own slots and the pool's.
  Task<Slot> Release(const Caller& caller, SlotId id);
  /// READY registers anew; a faulty slot tries again for whom it is kept.
  Task<Slot> Restart(const Caller& caller, SlotId id);
  /// Back to IDLE, bound to nobody, also out of a fault.
  Task<Slot> Reset(const Caller& caller, SlotId id);

  /// What is bound to a user who is no more serves nobody: released at once, or where a call is up, after it.
  Task<void> ReleaseAllOf(std::string user_id);

  /// What happened to a line, told by the SIP engine, the PBX, DRP or an agent (never by a person: those
  /// calls are audited, these are not). A slot that comes back to IDLE is assigned again to whom it is kept
  /// for.
  Task<Slot> Apply(SlotId id, SlotTrigger trigger, SlotCause cause, std::string reason);

  /// Newest first unless `request` says otherwise. Numbers that were called only for who may see those calls.
  Task<Page<Transition>> History(const Caller& caller, SlotId id, PageRequest request);
  /// Removes transitions older than Settings::history_keep, and says how many.
  Task<std::int64_t> PruneHistory();

  Instant Now() const { return clock_.Now(); }

 private:
  /// Runs `move` on the locked slot and writes the audit line of what it changed.
  Task<Slot> ByHand(const Caller& caller, SlotId id, std::string action,
                    std::function<void(Transaction&, Slot&, Instant)> move);

  Store<Transaction>& store_;
  const Clock& clock_;
  const Settings& settings_;
  LineWatcher& lines_;
};
}  // namespace vss::ottb
