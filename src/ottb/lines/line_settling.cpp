#include "ottb/lines/line_settling.hpp"

#include "ottb/slots/slot_events.hpp"
#include "ottb/slots/slot_moves.hpp"

namespace vss::ottb {
namespace {
using enum SlotState;
using enum SlotTrigger;
constexpr std::string_view kWrongPassword = "wrong password from ";

bool IsFaultOfRegistration(Transaction& tx, const Slot& slot) {
  if (slot.state != kFault) return false;
  const auto last = tx.history().List(slot.id, {.limit = 1, .descending = true}).items;
  return !last.empty() && last.front().trigger == kRegistrationFailed;
}

MoveOrigin OriginOf(SlotTrigger trigger, const LineFacts& facts) {
  switch (trigger) {
    case kRegistered:
    case kRecovered:
      return {.cause = SlotCause::kSip,
              .reason = fmt::format("registered from {}", facts.registration->source)};
    case kRegistrationLost:
    case kRegistrationFailed:
      return {.cause = SlotCause::kSip, .reason = facts.reason.empty() ? "not registered" : facts.reason};
    case kOpenSip:
      return {.cause = SlotCause::kHub, .reason = "waits for its line to register"};
    case kHangup:
      return {.cause = SlotCause::kHub, .reason = "no call is on it"};
    default:
      return {.cause = SlotCause::kHub, .reason = "the call is in the books"};
  }
}

void StoreRegistration(Transaction& tx, Slot& slot, const LineFacts& facts) {
  if (facts.registration) {
    tx.registrations().Put(*facts.registration);
  } else if (slot.registration) {
    tx.registrations().Delete(slot.number);
  }
  slot.registration = facts.registration;
}

json::object RegistrationEvent(const Slot& slot, const LineFacts& facts) {
  const auto& held = facts.registration;
  const auto text = [](const std::string& value) { return json::value(value); };
  return {{"slot_id", slot.id.value},
          {"number", slot.number},
          {"registered", held.has_value()},
          {"reachable", facts.in_service()},
          {"contact", held ? text(held->contact) : nullptr},
          {"source", held ? text(held->source) : nullptr},
          {"user_agent", held ? text(held->user_agent) : nullptr},
          {"expires_at", held ? text(FormatRfc3339(held->expires_at)) : nullptr},
          {"reason", facts.in_service() ? nullptr : text(facts.reason)}};
}
// What its phone does wrong is told while it waits for it; that is no other state.
void TellWhyItWaits(Transaction& tx, Slot& slot, const LineFacts& facts, Instant now) {
  const bool refused = facts.reason.starts_with(kWrongPassword) && !facts.registration;
  if (slot.state != kRegistering || !refused || slot.state_reason == facts.reason) return;
  slot.state_reason = facts.reason;
  slot.updated_at = now;
  tx.slots().Update(slot);
  PublishSlot(tx.journal(), slot, SlotChange::kUpdated);
}
}  // namespace

std::optional<SlotTrigger> NextStep(const Slot& slot, const LineFacts& facts, bool fault_of_registration) {
  const bool registered = facts.in_service();
  switch (slot.state) {
    case kAssigned:
      return registered ? kRegistered : kOpenSip;
    case kRegistering:
      if (registered) return kRegistered;
      return facts.failed ? std::optional(kRegistrationFailed) : std::nullopt;
    case kReady:
      return registered ? std::nullopt : std::optional(kRegistrationLost);
    case kCalling:
    case kActiveCall:
      return slot.current_call ? std::nullopt : std::optional(kHangup);
    case kPostcall:
      return slot.current_call ? std::nullopt : std::optional(kPostCallDone);
    case kFault:
      return registered && fault_of_registration ? std::optional(kRecovered) : std::nullopt;
    default:
      return std::nullopt;
  }
}

void SettleLine(Transaction& tx, SlotId id, const LineFacts& facts, Instant now) {
  auto slot = tx.slots().FindLocked(id);
  if (!slot) return;
  StoreRegistration(tx, *slot, facts);
  if (facts.announce)
    tx.journal().Publish("sip.registration", "F-09", "OTTB", RegistrationEvent(*slot, facts));
  while (const auto step = NextStep(*slot, facts, IsFaultOfRegistration(tx, *slot))) {
    MoveSlot(tx, *slot, *step, OriginOf(*step, facts), now);
    ReassignKept(tx, *slot, now);
  }
  TellWhyItWaits(tx, *slot, facts, now);
}
}  // namespace vss::ottb
