#pragma once
#include "base/async/task.hpp"
#include "base/clock.hpp"
#include "ottb/ports/pbx.hpp"
#include "ottb/ports/store.hpp"

namespace vss::ottb {

/// Shows how the lines are. Device metrics come from the DCI agent beside the device; without one they are
/// null.
class SlotMonitor {
 public:
  SlotMonitor(Store<Transaction>& store, const Clock& clock, const Pbx& pbx)
      : store_(store), clock_(clock), pbx_(pbx) {}

  /// Every slot (there are never more than numbers), and how many are in each state and of each type.
  Task<json::object> All();
  /// Throws Error(kNotFound).
  Task<json::object> One(SlotId id);

 private:
  json::object Brief(const Slot& slot) const;

  Store<Transaction>& store_;
  const Clock& clock_;
  const Pbx& pbx_;
};
}  // namespace vss::ottb
