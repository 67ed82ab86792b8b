#pragma once
#include "base/error.hpp"
#include "ottb/ports/store.hpp"

namespace vss::ottb {

/// Who moves a slot, and why, as its history keeps it.
struct MoveOrigin {
  SlotCause cause = SlotCause::kHub;
  std::string reason;
  std::optional<std::string> username;
};

/// 409 with details {state, trigger, legal: […]}.
Error IllegalTransition(const Slot& slot, SlotTrigger trigger);

/// The one way a (locked) slot changes its state: stores it together with what else `slot` holds, writes the
/// history row and `slot.update`. Throws IllegalTransition and changes nothing when the move is not legal.
void MoveSlot(Transaction& tx, Slot& slot, SlotTrigger trigger, const MoveOrigin& origin, Instant now);

/// Puts a slot that came back to IDLE to work again for whom it is kept; does nothing when nobody keeps it.
void ReassignKept(Transaction& tx, Slot& slot, Instant now);
}  // namespace vss::ottb
