#pragma once
#include "base/async/task.hpp"
#include "base/clock.hpp"
#include "contracts/principal.hpp"
#include "contracts/store.hpp"
#include "ottb/lines/line_watcher.hpp"
#include "ottb/ports/store.hpp"

namespace vss::ottb {

/// What a deleted trunk took with it.
struct DeletedTrunk {
  Trunk trunk;
  std::vector<Slot> slots;
};

/// The rules of trunks. Lives on the HTTP loop; holds no state of its own: every decision is made inside the
/// transaction that carries it out, with the trunk's row locked.
class TrunkService {
 public:
  TrunkService(Store<Transaction>& store, const Clock& clock, LineWatcher& lines)
      : store_(store), clock_(clock), lines_(lines) {}

  /// Throws kInvalidParams for an unknown provider, kConflict for a name that is taken.
  Task<Trunk> Create(const Caller& caller, CreateTrunk command);
  Task<Trunk> Get(TrunkId id);
  Task<Page<Trunk>> List(TrunkFilter filter, PageRequest request);
  /// Throws kCapacityExceeded when the slots would no longer fit, kConflict when the type changes under
  /// slots.
  Task<Trunk> Update(const Caller& caller, TrunkId id, UpdateTrunk change);
  /// Removes the trunk and its slots. Throws kSlotBusy naming the slots that are in a call.
  Task<DeletedTrunk> Delete(const Caller& caller, TrunkId id);

 private:
  Store<Transaction>& store_;
  const Clock& clock_;
  LineWatcher& lines_;
};
}  // namespace vss::ottb
