#include "ottb/slots/slot_lifecycle.hpp"

#include "base/error.hpp"
#include "ottb/changes.hpp"
#include "ottb/slots/slot_events.hpp"
#include "ottb/slots/slot_json.hpp"
#include "ottb/slots/slot_moves.hpp"
#include "ottb/slots/slot_names.hpp"

namespace vss::ottb {
namespace {
constexpr std::size_t kSlotsAtOnce = 200;  // in a transaction

MoveOrigin By(const Caller& caller, std::string reason) {
  return {.cause = SlotCause::kUser, .reason = std::move(reason), .username = caller.principal.username};
}

bool IsOwn(const Caller& caller, const Binding& binding) {
  return binding.kind == BindingKind::kUser && binding.id == caller.principal.user_id;
}

bool IsAdmin(const Caller& caller) { return caller.principal.Allows(perm::kSlotsAdmin); }

std::string InWords(const Binding& binding) {
  if (binding.kind == BindingKind::kPool) return "the shared pool";
  return fmt::format("{} {}", ToString(binding.kind), binding.id);
}

void RefuseForeignRelease(const Caller& caller, const Slot& slot) {
  const bool shared = slot.binding.kind == BindingKind::kNone || slot.binding.kind == BindingKind::kPool;
  if (shared || IsOwn(caller, slot.binding) || IsAdmin(caller)) return;
  throw Error(ErrorCode::kPermissionDenied,
              fmt::format("{} is assigned to {}; releasing it needs slots.admin", Name(slot.id),
                          InWords(slot.binding)),
              {{"permission", perm::kSlotsAdmin}});
}

// Slots of the shared pool are there for the taking; nobody has to release them first.
void LeavePool(Transaction& tx, Slot& slot, const MoveOrigin& origin, Instant now) {
  if (slot.binding.kind != BindingKind::kPool || !Next(slot.state, SlotTrigger::kRelease)) return;
  slot.binding = Binding::None();
  MoveSlot(tx, slot, SlotTrigger::kRelease, origin, now);
}
// Bound to nobody. A slot that cannot be released now, as in a call, becomes free at the end of it.
void Free(Transaction& tx, Slot& slot, const MoveOrigin& origin, Instant now) {
  slot.binding = Binding::None();
  if (Next(slot.state, SlotTrigger::kRelease)) return MoveSlot(tx, slot, SlotTrigger::kRelease, origin, now);
  slot.updated_at = now;
  tx.slots().Update(slot);
  PublishSlot(tx.journal(), slot, SlotChange::kUpdated);
}
}  // namespace

Task<Slot> SlotLifecycle::ByHand(const Caller& caller, SlotId id, std::string action,
                                 std::function<void(Transaction&, Slot&, Instant)> move) {
  const Slot moved = co_await store_.Write([&](Transaction& tx) {
    const Slot before = GetLocked(tx, id);
    Slot slot = before;
    const Instant now = clock_.Now();
    move(tx, slot, now);
    tx.journal().Audit(caller.Did(action, Name(id), Changes(ToJson(before, now), ToJson(slot, now))));
    return slot;
  });
  lines_.OnLineMoved(moved.number);
  co_return moved;
}

Task<Slot> SlotLifecycle::Assign(const Caller& caller, SlotId id, Binding binding) {
  if (!IsOwn(caller, binding) && !IsAdmin(caller)) {
    throw Error(ErrorCode::kPermissionDenied, "assigning a slot to anyone but yourself needs slots.admin",
                {{"permission", perm::kSlotsAdmin}});
  }
  const MoveOrigin origin = By(caller, fmt::format("assigned to {}", InWords(binding)));
  co_return co_await ByHand(caller, id, "slots.assign", [&](Transaction& tx, Slot& slot, Instant now) {
    if (binding != slot.binding) LeavePool(tx, slot, By(caller, "taken out of the shared pool"), now);
    if (!Next(slot.state, SlotTrigger::kAssign)) throw IllegalTransition(slot, SlotTrigger::kAssign);
    slot.binding = binding;
    MoveSlot(tx, slot, SlotTrigger::kAssign, origin, now);
  });
}

Task<Slot> SlotLifecycle::Release(const Caller& caller, SlotId id) {
  co_return co_await ByHand(caller, id, "slots.release", [&](Transaction& tx, Slot& slot, Instant now) {
    RefuseForeignRelease(caller, slot);
    slot.binding = Binding::None();
    MoveSlot(tx, slot, SlotTrigger::kRelease, By(caller, "released"), now);
  });
}

Task<Slot> SlotLifecycle::Restart(const Caller& caller, SlotId id) {
  const Slot restarted =
      co_await ByHand(caller, id, "slots.restart", [&](Transaction& tx, Slot& slot, Instant now) {
        MoveSlot(tx, slot, SlotTrigger::kRestart, By(caller, "restarted"), now);
        ReassignKept(tx, slot, now);
      });
  lines_.OnLineRestart(restarted.number);
  co_return restarted;
}

Task<Slot> SlotLifecycle::Reset(const Caller& caller, SlotId id) {
  co_return co_await ByHand(caller, id, "slots.reset", [&](Transaction& tx, Slot& slot, Instant now) {
    slot.binding = Binding::None();
    MoveSlot(tx, slot, SlotTrigger::kReset, By(caller, "reset"), now);
  });
}

Task<void> SlotLifecycle::ReleaseAllOf(std::string user_id) {
  const MoveOrigin origin{
      .cause = SlotCause::kHub, .reason = "its user was deleted", .username = std::nullopt};
  std::vector<int> freed;
  do {
    co_await store_.Write([&](Transaction& tx) {
      freed.clear();
      for (const Slot& found : tx.slots().List({.assigned_user = user_id}, {.limit = kSlotsAtOnce}).items) {
        auto slot = tx.slots().FindLocked(found.id);
        if (!slot || slot->binding != Binding::User(user_id)) continue;
        Free(tx, *slot, origin, clock_.Now());
        freed.push_back(slot->number);
      }
    });
    for (const int number : freed) lines_.OnLineMoved(number);
  } while (!freed.empty());
}

Task<Slot> SlotLifecycle::Apply(SlotId id, SlotTrigger trigger, SlotCause cause, std::string reason) {
  const MoveOrigin origin{.cause = cause, .reason = std::move(reason), .username = std::nullopt};
  co_return co_await store_.Write([&](Transaction& tx) {
    Slot slot = GetLocked(tx, id);
    MoveSlot(tx, slot, trigger, origin, clock_.Now());
    ReassignKept(tx, slot, clock_.Now());
    return slot;
  });
}

namespace {
std::optional<std::string> NumberCalled(Transaction& tx, const Transition& transition,
                                        const RowScope& visible) {
  if (transition.trigger != SlotTrigger::kCallStart) return std::nullopt;
  const auto id = ParseCallId(transition.reason.substr(0, transition.reason.find(' ')));
  const auto call = id ? tx.calls().Find(*id) : std::nullopt;
  if (!call || call->phone_number.empty() || !Covers(visible, {&call->user_id}, {&call->team_id}))
    return std::nullopt;
  return call->phone_number;
}
}  // namespace

Task<Page<Transition>> SlotLifecycle::History(const Caller& caller, SlotId id, PageRequest request) {
  const auto visible = caller.principal.Allows(perm::kCallsRead)
                           ? std::optional(ScopeOf(caller.principal, ScopedResource::kCalls))
                           : std::nullopt;
  co_return co_await store_.Read([&](Transaction& tx) {
    if (!tx.slots().Find(id)) throw NotFound(Name(id));
    Page<Transition> page = tx.history().List(id, request);
    if (visible) {
      for (Transition& transition : page.items)
        transition.phone_number = NumberCalled(tx, transition, *visible);
    }
    return page;
  });
}

Task<std::int64_t> SlotLifecycle::PruneHistory() {
  const Instant oldest = clock_.Now() - settings_.history_keep;
  co_return co_await store_.Write([&](Transaction& tx) { return tx.history().DeleteBefore(oldest); });
}
}  // namespace vss::ottb
