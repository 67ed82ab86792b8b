#include "ottb/slots/slot_removal.hpp"

#include "base/error.hpp"
#include "ottb/slots/slot_events.hpp"

namespace vss::ottb {
void RefuseWhenInCall(std::span<const Slot> slots) {
  json::array busy;
  std::string names;
  for (const Slot& slot : slots) {
    if (!InCall(slot.state)) continue;
    names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", slot.id.value, slot.number);
    busy.push_back({{"id", slot.id.value}, {"number", slot.number}, {"state", ToString(slot.state)}});
  }
  if (busy.empty()) return;
  throw Error(ErrorCode::kSlotBusy, fmt::format("in a call now: slot {}; end the call first", names),
              {{"slots", std::move(busy)}});
}

void RemoveSlot(Transaction& tx, const Slot& slot, Instant now) {
  tx.credentials().Delete(slot.id);
  tx.history().Delete(slot.id);
  tx.registrations().Delete(slot.number);
  tx.slots().Delete(slot.id);
  tx.numbers().Release(slot.number, now);
  PublishSlot(tx.journal(), slot, SlotChange::kDeleted);
}
}  // namespace vss::ottb
