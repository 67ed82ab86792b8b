#include "ottb/calls/call_placing.hpp"

#include "ottb/calls/call_json.hpp"
#include "ottb/recordings/record_basis.hpp"
#include "ottb/slots/slot_moves.hpp"
#include "ottb/slots/slot_names.hpp"

namespace vss::ottb {
namespace {
bool IsAdmin(const Principal& principal) { return principal.Allows(perm::kSlotsAdmin); }

// Agents talk themselves: an AUTO line, where a softphone of ours would talk, is for programs
// (calls-and-agents.md, "A station is where an agent's audio is").
bool TalksHimself(const Principal& principal) {
  return principal.Allows("agents.self") && !IsAdmin(principal);
}

void RefuseDoNotCall(Transaction& tx, const Placing& order) {
  if (!tx.do_not_call().Blocks(order.destination, order.wanted.lead_id)) return;
  throw Error(ErrorCode::kDncBlocked,
              "the number is on the do-not-call list: the person asked not to be called",
              {{"phone_number", order.destination}});
}

json::object About(const Slot& slot) { return {{"slot_id", slot.id.value}, {"state", ToString(slot.state)}}; }

void RefuseForeign(const Principal& principal, const Slot& slot) {
  const bool own = slot.binding.kind == BindingKind::kUser && slot.binding.id == principal.user_id;
  const bool shared = slot.binding.kind == BindingKind::kPool || slot.binding.kind == BindingKind::kNone;
  if (own || shared || IsAdmin(principal)) return;
  throw Error(
      ErrorCode::kPermissionDenied,
      fmt::format("{} is assigned to somebody else; calling over it needs slots.admin", Name(slot.id)),
      {{"permission", perm::kSlotsAdmin}});
}

void RefuseUnready(const Slot& slot) {
  if (slot.state == SlotState::kReady) return;
  if (InCall(slot.state) || slot.state == SlotState::kPostcall) {
    throw Error(ErrorCode::kSlotBusy, fmt::format("{} is in a call", Name(slot.id)), About(slot));
  }
  throw Error(ErrorCode::kSlotOffline,
              fmt::format("{} is {}: {}", Name(slot.id), ToString(slot.state), slot.state_reason),
              About(slot));
}

Error NotOwned(const std::string& caller_id, json::object details) {
  details["caller_id"] = caller_id;
  return Error(
      ErrorCode::kCallerIdNotAllowed,
      fmt::format("{} is not a caller ID of the trunk; GET /api/trunks lists the ones it has", caller_id),
      std::move(details));
}

// The test exchange shows whatever it is told to; a provider only what the trunk owns.
void RefuseForeignCallerId(const Placing& order, const Trunk& trunk) {
  if (!order.caller_id || order.pbx.test_exchange) return;
  if (std::ranges::find(trunk.caller_ids, *order.caller_id) != trunk.caller_ids.end()) return;
  throw NotOwned(*order.caller_id, {{"trunk_id", trunk.id.value}});
}

Trunk TrunkOf(Transaction& tx, const Slot& slot) {
  auto trunk = tx.trunks().Find(slot.trunk_id);
  if (!trunk) throw InternalError(fmt::format("{} has no trunk", Name(slot.id)));
  return std::move(*trunk);
}

Slot TakeNamed(Transaction& tx, const Placing& order) {
  Slot slot = GetLocked(tx, *order.wanted.slot_id);
  if (order.wanted.slot_type && *order.wanted.slot_type != slot.type) {
    throw InvalidField("slot_type", fmt::format("{} is of type {}", Name(slot.id), ToString(slot.type)));
  }
  RefuseForeign(order.caller.principal, slot);
  RefuseForeignCallerId(order, TrunkOf(tx, slot));
  RefuseUnready(slot);
  return slot;
}

Slot TakeFree(Transaction& tx, const Placing& order) {
  ReadyWanted wanted{.type = order.wanted.slot_type, .user_id = order.caller.principal.user_id};
  if (!order.pbx.test_exchange) wanted.caller_id = order.caller_id;
  // An agent gets a phone if there is one; else the refusal that follows says what is missing.
  if (TalksHimself(order.caller.principal) && !wanted.type) {
    ReadyWanted phones = wanted;
    phones.lines = ReadyWanted::Lines::kPhones;
    if (auto slot = tx.slots().FindReadyLocked(phones)) return std::move(*slot);
  }
  auto slot = tx.slots().FindReadyLocked(wanted);
  if (slot) return std::move(*slot);
  if (wanted.caller_id) {
    ReadyWanted any = wanted;
    any.caller_id.reset();
    if (tx.slots().FindReadyLocked(any)) throw NotOwned(*order.caller_id, {});
  }
  throw Error(ErrorCode::kNoFreeSlot,
              wanted.type ? fmt::format("no slot of type {} is READY", ToString(*wanted.type))
                          : std::string("no slot is READY"),
              {{"slot_type", wanted.type ? json::value(ToString(*wanted.type)) : nullptr}});
}

void RefuseWithoutStation(const Placing& order, const Slot& slot) {
  if (slot.type != TrunkType::kAuto || !TalksHimself(order.caller.principal)) return;
  throw Error(ErrorCode::kNoStation,
              fmt::format("{} is an AUTO line, on which nobody could hear you; call over a phone's slot",
                          Name(slot.id)),
              {{"slot_id", slot.id.value}});
}

// Without a basis the call is placed all the same: that it is not recorded, its answer says.
bool Records(const Placing& order) {
  const CallSettings& calls = order.settings.calls;
  return order.wanted.record ? *order.wanted.record && MayRecord(calls, order.pbx)
                             : RecordsByDefault(calls, order.pbx);
}

Call Draft(Transaction& tx, const Placing& order, const Slot& slot) {
  const Principal& principal = order.caller.principal;
  Call call{.slot_id = slot.id,
            .trunk_id = slot.trunk_id,
            .line = slot.number,
            .line_type = slot.type,
            .user_id = principal.user_id.empty() ? std::nullopt : std::optional(principal.user_id),
            .username = principal.username,
            .team_id = principal.team,
            .lead_id = order.wanted.lead_id,
            .phone_number = order.destination,
            .record = Records(order),
            .dialled = false,
            .started_at = order.now,
            .seen_at = order.now};
  if (slot.binding.kind == BindingKind::kCampaign) call.campaign_id = slot.binding.id;
  const Trunk trunk = TrunkOf(tx, slot);
  if (order.caller_id) {
    call.caller_id = *order.caller_id;
  } else if (!trunk.caller_ids.empty()) {
    call.caller_id = trunk.caller_ids.front();
  }
  return call;
}
}  // namespace

Placed PlaceCall(Transaction& tx, const Placing& order) {
  RefuseDoNotCall(tx, order);
  Slot slot = order.wanted.slot_id ? TakeNamed(tx, order) : TakeFree(tx, order);
  RefuseWithoutStation(order, slot);
  Call call = Draft(tx, order, slot);
  const auto left = MinutesLeft(tx, order.settings.dial, call, {order.now, order.leads});
  if (!order.pbx.up) {
    throw Error(ErrorCode::kPbxUnavailable, "no calls can be placed now: the PBX is away")
        .RetryAfter(std::chrono::seconds(5));
  }
  if (order.pbx.provider_down) {
    throw Error(
        ErrorCode::kPbxUnavailable,
        fmt::format("no calls can be placed now: the provider {} does not answer", order.pbx.provider))
        .RetryAfter(std::chrono::seconds(30));
  }
  call = tx.calls().Insert(call);
  slot.current_call = call.id;
  MoveSlot(tx, slot, SlotTrigger::kCallStart,
           {.cause = SlotCause::kUser, .reason = Wire(call.id) + " was placed", .username = call.username},
           order.now);
  tx.journal().Publish("call.update", "F-03", "OTTB", ToJson(call));
  tx.journal().Audit(order.caller.Did(
      "calls.start", Name(call.id),
      {{"phone_number", call.phone_number}, {"caller_id", call.caller_id}, {"slot_id", slot.id.value}}));
  return {.call = std::move(call), .max_duration = std::min(left, order.settings.calls.max_duration)};
}
}  // namespace vss::ottb
