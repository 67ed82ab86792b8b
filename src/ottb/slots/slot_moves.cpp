#include "ottb/slots/slot_moves.hpp"

#include "ottb/slots/slot_events.hpp"

namespace vss::ottb {

Error IllegalTransition(const Slot& slot, SlotTrigger trigger) {
  json::array legal;
  for (const SlotTrigger possible : LegalTriggers(slot.state))
    legal.push_back(json::value(ToString(possible)));
  return Error(
      ErrorCode::kIllegalTransition,
      fmt::format("slot {} is {}; \"{}\" is not possible from there", slot.id.value, ToString(slot.state),
                  ToString(trigger)),
      {{"state", ToString(slot.state)}, {"trigger", ToString(trigger)}, {"legal", std::move(legal)}});
}

namespace {
void CountFault(Transaction& tx, const Slot& slot, Instant now) {
  CallTotals totals;
  totals.Count(CountedFault{slot.id, slot.number, now});
  tx.totals().Add(totals);
}
}  // namespace

void MoveSlot(Transaction& tx, Slot& slot, SlotTrigger trigger, const MoveOrigin& origin, Instant now) {
  const auto next = Next(slot.state, trigger);
  if (!next) throw IllegalTransition(slot, trigger);
  tx.history().Append({.slot_id = slot.id,
                       .at = now,
                       .from = slot.state,
                       .to = *next,
                       .trigger = trigger,
                       .cause = origin.cause,
                       .reason = origin.reason,
                       .username = origin.username});
  if (*next == SlotState::kFault) CountFault(tx, slot, now);
  slot.state = *next;
  slot.state_since = now;
  slot.state_reason = origin.reason;
  slot.updated_at = now;
  tx.slots().Update(slot);
  PublishSlot(tx.journal(), slot, SlotChange::kState);
}

void ReassignKept(Transaction& tx, Slot& slot, Instant now) {
  if (slot.state != SlotState::kIdle || slot.binding.kind == BindingKind::kNone) return;
  MoveSlot(tx, slot, SlotTrigger::kAssign,
           {.cause = SlotCause::kHub, .reason = fmt::format("kept by its {}", ToString(slot.binding.kind))},
           now);
}
}  // namespace vss::ottb
