#pragma once
#include "ottb/ports/store.hpp"

namespace vss::ottb {
/// Throws Error(kSlotBusy) that names every slot of `slots` that is in a call.
void RefuseWhenInCall(std::span<const Slot> slots);
/// Takes a (locked) slot out with its history and credentials, puts its number to rest, and says so in
/// `slot.update`. The audit line is the caller's, who knows why.
void RemoveSlot(Transaction& tx, const Slot& slot, Instant now);
}  // namespace vss::ottb
