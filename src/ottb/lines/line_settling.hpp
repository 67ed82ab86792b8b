#pragma once
#include "ottb/ports/pbx.hpp"
#include "ottb/ports/store.hpp"

namespace vss::ottb {

/// What the registrar knows of a line.
struct LineFacts {
  std::optional<Registration> registration;
  PhoneReachability reachability = PhoneReachability::kReachable;  ///< of a line that is registered
  bool failed = false;    ///< the hosted softphone was refused, or got no answer
  std::string reason;     ///< why it is not registered, or not reachable, in words
  bool announce = false;  ///< the facts changed: an event is due

  /// Calls reach it.
  bool in_service() const { return registration && reachability == PhoneReachability::kReachable; }
};

/// The step that takes a slot nearer to where its line is; nothing when it is there. `fault_of_registration`:
/// the slot is in FAULT because its line could not register. Pure.
std::optional<SlotTrigger> NextStep(const Slot& slot, const LineFacts& facts, bool fault_of_registration);

/// Stores the registration and moves the slot to where its line is: READY while it is registered and
/// reachable, REGISTERING while it is not, out of POSTCALL when its call is in the books. Idempotent: nothing
/// to do is nothing written.
void SettleLine(Transaction& tx, SlotId id, const LineFacts& facts, Instant now);
}  // namespace vss::ottb
