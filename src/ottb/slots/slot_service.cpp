#include "ottb/slots/slot_service.hpp"

#include "base/error.hpp"
#include "ottb/changes.hpp"
#include "ottb/slots/slot_events.hpp"
#include "ottb/slots/slot_json.hpp"
#include "ottb/slots/slot_moves.hpp"
#include "ottb/slots/slot_names.hpp"
#include "ottb/slots/slot_removal.hpp"

namespace vss::ottb {
namespace {
constexpr std::size_t kPasswordLength = 20;  // 116 bits of its alphabet of 56

// The trunk's row stays locked, so that two slots cannot take its last place.
Trunk GetRoomyTrunk(Transaction& tx, const CreateSlot& command) {
  auto trunk = tx.trunks().FindLocked(command.trunk_id);
  if (!trunk) throw InvalidField("trunk_id", fmt::format("there is no trunk {}", command.trunk_id.value));
  if (trunk->type != command.type) {
    throw InvalidField("type", fmt::format("trunk {} is of type {}, and so are its slots",
                                           command.trunk_id.value, ToString(trunk->type)));
  }
  if (trunk->slots_used >= trunk->capacity) {
    throw Error(ErrorCode::kCapacityExceeded,
                fmt::format("trunk {} is full: it has {} slots of {}", trunk->id.value, trunk->slots_used,
                            trunk->capacity),
                {{"capacity", trunk->capacity}, {"slots_used", trunk->slots_used}});
  }
  return std::move(*trunk);
}

// Before the first is made, so that the refusal says how many there is room for.
void RequireRoom(Transaction& tx, const CreateSlots& command) {
  const Trunk trunk = GetRoomyTrunk(tx, {command.trunk_id, command.type, {}});
  const std::int64_t room = trunk.capacity - trunk.slots_used;
  if (std::ssize(command.device_ids) <= room) return;
  throw Error(ErrorCode::kCapacityExceeded,
              fmt::format("trunk {} has {} slots of {}: there is room for {} more", trunk.id.value,
                          trunk.slots_used, trunk.capacity, room),
              {{"capacity", trunk.capacity}, {"slots_used", trunk.slots_used}});
}

Error NumbersGone(TrunkType type, const NumbersExhausted& exhausted) {
  const NumberRange range = Describe(type).numbers;
  json::object details{{"first", range.first}, {"last", range.last}, {"next_free_at", nullptr}};
  if (!exhausted.next_free_at) {
    return Error(ErrorCode::kCapacityExceeded,
                 fmt::format("every number from {} to {} has a slot", range.first, range.last),
                 std::move(details));
  }
  const std::string at = FormatRfc3339(*exhausted.next_free_at);
  details["next_free_at"] = at;
  return Error(
      ErrorCode::kCapacityExceeded,
      fmt::format("every number from {} to {} has a slot or rests after one; the next becomes free at {}",
                  range.first, range.last, at),
      std::move(details));
}
}  // namespace

SlotService::Opened SlotService::Open(Transaction& tx, Slot slot, const std::string& password) const {
  const SipAccess access{std::to_string(slot.number), Secret(password), settings_.sip_domain,
                         settings_.sip_port};
  const SipCredential credential = MakeSipCredential(access.username, access.domain, access.password);
  tx.credentials().Put(slot.id, credential);
  return {std::move(slot), access, credential};
}

int SlotService::TakeNumber(Transaction& tx, TrunkType type) const {
  const auto number =
      NextNumber(Describe(type).numbers, tx.numbers().LockRange(type), settings_.number_rest, clock_.Now());
  if (!number) throw NumbersGone(type, number.error());
  tx.numbers().Take(*number);
  return *number;
}

Slot SlotService::Insert(Transaction& tx, const CreateSlot& command) const {
  const Trunk trunk = GetRoomyTrunk(tx, command);
  const Instant now = clock_.Now();
  return tx.slots().Insert({.trunk_id = trunk.id,
                            .type = trunk.type,
                            .number = TakeNumber(tx, trunk.type),
                            .device_id = command.device_id,
                            .state = SlotState::kIdle,
                            .state_since = now,
                            .state_reason = "new",
                            .binding = Binding::Pool(),
                            .created_at = now,
                            .updated_at = now});
}

SlotService::Opened SlotService::Add(Transaction& tx, const Caller& caller, const CreateSlot& command,
                                     const std::string& password) const {
  Slot slot = Insert(tx, command);
  PublishSlot(tx.journal(), slot, SlotChange::kCreated);
  Opened line = Open(tx, std::move(slot), password);
  MoveSlot(tx, line.slot, SlotTrigger::kAssign,
           {.cause = SlotCause::kHub, .reason = "new, in the shared pool"}, clock_.Now());
  tx.journal().Audit(caller.Did("slots.create", Name(line.slot.id), ToJson(line.slot, clock_.Now())));
  return line;
}

Task<CreatedSlot> SlotService::Create(const Caller& caller, CreateSlot command) {
  const std::string password = random_.Password(kPasswordLength);
  const Opened opened =
      co_await store_.Write([&](Transaction& tx) { return Add(tx, caller, command, password); });
  lines_.OnLineAdded(opened.Account());
  co_return CreatedSlot{opened.slot, opened.sip};
}

Task<std::vector<CreatedSlot>> SlotService::CreateMany(const Caller& caller, CreateSlots command) {
  std::vector<std::string> passwords;
  for (std::size_t i = 0; i < command.device_ids.size(); ++i)
    passwords.push_back(random_.Password(kPasswordLength));
  const std::vector<Opened> opened = co_await store_.Write([&](Transaction& tx) {
    RequireRoom(tx, command);
    std::vector<Opened> lines;
    for (const std::string& device : command.device_ids)
      lines.push_back(Add(tx, caller, {command.trunk_id, command.type, device}, passwords.at(lines.size())));
    return lines;
  });
  std::vector<CreatedSlot> created;
  for (const Opened& line : opened) {
    lines_.OnLineAdded(line.Account());
    created.push_back({line.slot, line.sip});
  }
  co_return created;
}

Task<Slot> SlotService::Get(SlotId id) {
  auto slot = co_await store_.Read([&](Transaction& tx) { return tx.slots().Find(id); });
  if (!slot) throw NotFound(Name(id));
  co_return std::move(*slot);
}

Task<Page<Slot>> SlotService::List(SlotFilter filter, PageRequest request) {
  co_return co_await store_.Read([&](Transaction& tx) { return tx.slots().List(filter, request); });
}

Task<Slot> SlotService::Update(const Caller& caller, SlotId id, UpdateSlot change) {
  co_return co_await store_.Write([&](Transaction& tx) {
    const Slot before = GetLocked(tx, id);
    Slot after = before;
    if (change.device_id) after.device_id = *change.device_id;
    json::object changes = Changes(ToJson(before, clock_.Now()), ToJson(after, clock_.Now()));
    if (changes.empty()) return before;
    after.updated_at = clock_.Now();
    tx.slots().Update(after);
    PublishSlot(tx.journal(), after, SlotChange::kUpdated);
    tx.journal().Audit(caller.Did("slots.update", Name(id), std::move(changes)));
    return after;
  });
}

Task<Slot> SlotService::Delete(const Caller& caller, SlotId id) {
  const Slot removed = co_await store_.Write([&](Transaction& tx) {
    const Slot slot = GetLocked(tx, id);
    RefuseWhenInCall({&slot, 1});
    RemoveSlot(tx, slot, clock_.Now());
    tx.journal().Audit(caller.Did(
        "slots.delete", Name(id),
        {{"number", slot.number}, {"trunk_id", slot.trunk_id.value}, {"device_id", slot.device_id}}));
    return slot;
  });
  lines_.OnLineRemoved(removed.number);
  co_return removed;
}

Task<SipAccess> SlotService::RotateCredentials(const Caller& caller, SlotId id) {
  const std::string password = random_.Password(kPasswordLength);
  const Opened opened = co_await store_.Write([&](Transaction& tx) {
    Opened line = Open(tx, GetLocked(tx, id), password);
    PublishSlot(tx.journal(), line.slot, SlotChange::kCredentials);
    tx.journal().Audit(caller.Did("slots.credentials", Name(id), {{"username", line.sip.username}}));
    return line;
  });
  lines_.OnLineCredentials(opened.Account());
  co_return opened.sip;
}
}  // namespace vss::ottb
