#include "ottb/trunks/trunk_service.hpp"

#include "base/error.hpp"
#include "ottb/changes.hpp"
#include "ottb/slots/slot_removal.hpp"
#include "ottb/trunks/trunk_json.hpp"

namespace vss::ottb {
namespace {
std::string Name(TrunkId id) { return "trunk " + id.str(); }

// Providers are not part of the platform yet, so no id can be right; the table brings its own look-up here.
void RequireKnownProvider(const std::optional<ProviderId>& provider) {
  if (!provider) return;
  throw InvalidField("provider_id",
                     fmt::format("there is no provider {}; leave it out or send null", provider->value));
}

Trunk GetLocked(Transaction& tx, TrunkId id) {
  auto trunk = tx.trunks().FindLocked(id);
  if (!trunk) throw NotFound(Name(id));
  return std::move(*trunk);
}

void Announce(Transaction& tx, const Trunk& trunk, std::string_view change) {
  json::object data = ToJson(trunk);
  data["change"] = change;
  tx.journal().Publish("trunk.update", "F-05", "OTTB", std::move(data));
}

void ChangeType(Trunk& trunk, TrunkType type) {
  if (type != trunk.type && trunk.slots_used > 0) {
    throw Error(ErrorCode::kConflict,
                fmt::format("the type of {} stays {} while it has {} slots", Name(trunk.id),
                            ToString(trunk.type), trunk.slots_used),
                {{"type", ToString(trunk.type)}, {"slots_used", trunk.slots_used}});
  }
  trunk.type = type;
}

void ChangeCapacity(Trunk& trunk, std::int64_t capacity) {
  if (capacity < trunk.slots_used) {
    throw Error(ErrorCode::kCapacityExceeded,
                fmt::format("{} has {} slots, so its capacity cannot be {}", Name(trunk.id), trunk.slots_used,
                            capacity),
                {{"capacity", capacity}, {"slots_used", trunk.slots_used}});
  }
  trunk.capacity = capacity;
}

Trunk Changed(Trunk trunk, const UpdateTrunk& change) {
  if (change.name) trunk.name = *change.name;
  if (change.type) ChangeType(trunk, *change.type);
  if (change.capacity) ChangeCapacity(trunk, *change.capacity);
  if (change.description) trunk.description = *change.description;
  if (change.region) trunk.region = *change.region;
  if (change.caller_ids) trunk.caller_ids = *change.caller_ids;
  if (change.provider_id) trunk.provider_id = *change.provider_id;
  return trunk;
}

json::array NumbersOf(const std::vector<Slot>& slots) {
  json::array numbers;
  for (const Slot& slot : slots) numbers.push_back(slot.number);
  return numbers;
}
}  // namespace

Task<Trunk> TrunkService::Create(const Caller& caller, CreateTrunk command) {
  RequireKnownProvider(command.provider_id);
  co_return co_await store_.Write([&](Transaction& tx) {
    const Trunk trunk = tx.trunks().Insert(command, clock_.Now());
    Announce(tx, trunk, "created");
    tx.journal().Audit(caller.Did("trunks.create", Name(trunk.id), ToJson(trunk)));
    return trunk;
  });
}

Task<Trunk> TrunkService::Get(TrunkId id) {
  auto trunk = co_await store_.Read([&](Transaction& tx) { return tx.trunks().Find(id); });
  if (!trunk) throw NotFound(Name(id));
  co_return std::move(*trunk);
}

Task<Page<Trunk>> TrunkService::List(TrunkFilter filter, PageRequest request) {
  co_return co_await store_.Read([&](Transaction& tx) { return tx.trunks().List(filter, request); });
}

Task<Trunk> TrunkService::Update(const Caller& caller, TrunkId id, UpdateTrunk change) {
  if (change.provider_id) RequireKnownProvider(*change.provider_id);
  co_return co_await store_.Write([&](Transaction& tx) {
    const Trunk before = GetLocked(tx, id);
    Trunk after = Changed(before, change);
    json::object changes = Changes(ToJson(before), ToJson(after));
    if (changes.empty()) return before;
    after.updated_at = clock_.Now();
    tx.trunks().Update(after);
    Announce(tx, after, "updated");
    tx.journal().Audit(caller.Did("trunks.update", Name(id), std::move(changes)));
    return after;
  });
}

Task<DeletedTrunk> TrunkService::Delete(const Caller& caller, TrunkId id) {
  DeletedTrunk removed = co_await store_.Write([&](Transaction& tx) {
    DeletedTrunk deleted{.trunk = GetLocked(tx, id), .slots = tx.slots().ListLocked(id)};
    RefuseWhenInCall(deleted.slots);
    for (const Slot& slot : deleted.slots) RemoveSlot(tx, slot, clock_.Now());
    tx.trunks().Delete(id);
    Announce(tx, deleted.trunk, "deleted");
    tx.journal().Audit(
        caller.Did("trunks.delete", Name(id),
                   {{"name", deleted.trunk.name}, {"slot_numbers", NumbersOf(deleted.slots)}}));
    return deleted;
  });
  for (const Slot& slot : removed.slots) lines_.OnLineRemoved(slot.number);
  co_return removed;
}
}  // namespace vss::ottb
