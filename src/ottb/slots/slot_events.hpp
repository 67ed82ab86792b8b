#pragma once
#include "contracts/journal.hpp"
#include "ottb/slots/slot.hpp"

namespace vss::ottb {
enum class SlotChange { kCreated, kUpdated, kState, kCredentials, kDeleted };
/// Event `slot.update` (F-05): the slot as GET shows it, and `change`: created, updated, state, credentials,
/// deleted.
void PublishSlot(Journal& journal, const Slot& slot, SlotChange change);
}  // namespace vss::ottb
