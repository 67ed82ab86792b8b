#pragma once
#include "base/async/task.hpp"
#include "base/clock.hpp"
#include "ottb/ports/store.hpp"

namespace vss::ottb {

/// Shows how the lines are. Device metrics come from the DCI agent beside the device; without one they are
/// null.
class SlotMonitor {
 public:
  SlotMonitor(Store<Transaction>& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// Every slot (there are never more than numbers), and how many are in each state and of each type.
  Task<json::object> All();
  /// Throws Error(kNotFound).
  Task<json::object> One(SlotId id);

 private:
  Store<Transaction>& store_;
  const Clock& clock_;
};
}  // namespace vss::ottb
