#include "adapters/storage_sql/ottb/slot_table.hpp"

#include "adapters/storage_sql/ottb/registration_table.hpp"
#include "adapters/storage_sql/paging.hpp"
#include "base/error.hpp"

namespace vss::sql {
namespace {
using ottb::Binding;
using ottb::BindingKind;
using ottb::Slot;
using ottb::SlotId;

constexpr std::string_view kSlotColumns =
    "id, trunk_id, type, number, device_id, state, state_since, state_reason, assignment, assigned_user, "
    "assigned_campaign, created_at, updated_at, current_call, line_number, contact, source, sip_call_id, "
    "cseq, "
    "user_agent, registered_at, expires_at";
constexpr std::string_view kFrom = "slots LEFT JOIN sip_registrations ON line_number = number";

template <class T>
T Known(std::optional<T> parsed, std::string_view text) {
  if (!parsed) throw InternalError(fmt::format("table slots holds the unknown word {}", text));
  return *parsed;
}

Binding ReadBinding(const Row& row) {
  const BindingKind kind = Known(ottb::ParseBindingKind(row.Text(8)), row.Text(8));
  if (kind == BindingKind::kUser) return Binding::User(row.Text(9));
  if (kind == BindingKind::kCampaign) return Binding::Campaign(row.Text(10));
  return {kind, {}};
}

Slot ReadSlot(const Row& row) {
  const auto call = row.OptionalInt(13);
  return {.id = SlotId{row.Int(0)},
          .trunk_id = ottb::TrunkId{row.Int(1)},
          .type = Known(ottb::ParseTrunkType(row.Text(2)), row.Text(2)),
          .number = static_cast<int>(row.Int(3)),
          .device_id = row.Text(4),
          .state = Known(ottb::ParseSlotState(row.Text(5)), row.Text(5)),
          .state_since = row.Time(6),
          .state_reason = row.Text(7),
          .binding = ReadBinding(row),
          .created_at = row.Time(11),
          .updated_at = row.Time(12),
          .current_call = call ? std::optional(ottb::CallId{*call}) : std::nullopt,
          .registration = ReadRegistration(row, 14)};
}

Value BoundTo(const Slot& slot, BindingKind kind) {
  return slot.binding.kind == kind ? Value(slot.binding.id) : Value();
}

Error DeviceTaken(const Slot& slot) {
  return Error(
      ErrorCode::kConflict,
      fmt::format("trunk {} has a slot for device \"{}\" already", slot.trunk_id.value, slot.device_id),
      {{"trunk_id", slot.trunk_id.value}, {"device_id", slot.device_id}});
}

// Numbers are chosen under a lock, so the device is what can clash.
template <class F>
auto RefusingTakenDevice(const Slot& slot, F write) {
  try {
    return write();
  } catch (const ConstraintViolation& violation) {
    if (violation.kind() != ConstraintViolation::Kind::kUnique) throw;
    throw DeviceTaken(slot);
  }
}
}  // namespace

// The registrations on the outer side of the join cannot be locked, and need not be.
std::string_view SqlSlotTable::Locking() const {
  return session_.dialect() == Dialect::kPostgres ? " FOR UPDATE OF slots" : "";
}

Slot SqlSlotTable::Insert(const Slot& slot) {
  return RefusingTakenDevice(slot, [&] {
    const Rows rows = session_.Query(
        "INSERT INTO slots (trunk_id, type, number, device_id, state, state_since, state_reason, assignment, "
        "assigned_user, assigned_campaign, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id",
        {slot.trunk_id.value, std::string(ToString(slot.type)), std::int64_t{slot.number}, slot.device_id,
         std::string(ToString(slot.state)), ToValue(slot.state_since), slot.state_reason,
         std::string(ToString(slot.binding.kind)), BoundTo(slot, BindingKind::kUser),
         BoundTo(slot, BindingKind::kCampaign), ToValue(slot.created_at), ToValue(slot.updated_at)});
    Slot stored = slot;
    stored.id = SlotId{rows.at(0).Int(0)};
    return stored;
  });
}

std::optional<Slot> SqlSlotTable::Find(SlotId id) {
  const auto row =
      session_.QueryOne(fmt::format("SELECT {} FROM {} WHERE id = $1", kSlotColumns, kFrom), {id.value});
  return row ? std::optional(ReadSlot(*row)) : std::nullopt;
}

std::optional<Slot> SqlSlotTable::FindLocked(SlotId id) {
  const auto row = session_.QueryOne(
      fmt::format("SELECT {} FROM {} WHERE id = $1{}", kSlotColumns, kFrom, Locking()), {id.value});
  return row ? std::optional(ReadSlot(*row)) : std::nullopt;
}

std::vector<Slot> SqlSlotTable::ListLocked(ottb::TrunkId trunk) {
  std::vector<Slot> slots;
  for (const Row& row : session_.Query(
           fmt::format("SELECT {} FROM {} WHERE trunk_id = $1 ORDER BY id{}", kSlotColumns, kFrom, Locking()),
           {trunk.value})) {
    slots.push_back(ReadSlot(row));
  }
  return slots;
}

std::optional<Slot> SqlSlotTable::FindReadyLocked(const ottb::ReadyWanted& wanted) {
  Filter filter;
  filter.And("state = ?", {std::string(ToString(ottb::SlotState::kReady))});
  filter.And("assignment = ? OR assigned_user = ?",
             {std::string(ToString(BindingKind::kPool)), wanted.user_id});
  if (wanted.type) filter.And("type = ?", {std::string(ToString(*wanted.type))});
  if (wanted.lines == ottb::ReadyWanted::Lines::kPhones) {
    filter.And("type <> ?", {std::string(ToString(ottb::TrunkType::kAuto))});
  }
  if (wanted.caller_id) {
    filter.And(R"(trunk_id IN (SELECT trunks.id FROM trunks WHERE trunks.caller_ids LIKE ?))",
               {fmt::format("%\"{}\"%", *wanted.caller_id)});
  }
  const Rows rows = session_.Query(
      fmt::format(
          "SELECT {} FROM {}{} ORDER BY (assigned_user IS NULL), trunk_id, state_since, id LIMIT 1{}{}",
          kSlotColumns, kFrom, filter.Where(), Locking(), Locking().empty() ? "" : " SKIP LOCKED"),
      Params(filter.values()));
  return rows.empty() ? std::nullopt : std::optional(ReadSlot(rows.front()));
}

std::optional<Slot> SqlSlotTable::FindNumber(int number) {
  const auto row = session_.QueryOne(fmt::format("SELECT {} FROM {} WHERE number = $1", kSlotColumns, kFrom),
                                     {std::int64_t{number}});
  return row ? std::optional(ReadSlot(*row)) : std::nullopt;
}

Page<Slot> SqlSlotTable::List(const ottb::SlotFilter& wanted, const PageRequest& request) {
  static const ListQuery kList{.columns = kSlotColumns,
                               .from = kFrom,
                               .sortable = {{"number", "number"},
                                            {"trunk_id", "trunk_id"},
                                            {"state", "state", SortKind::kText},
                                            {"state_since", "state_since"},
                                            {"device_id", "device_id", SortKind::kText}}};
  Filter filter;
  if (wanted.trunk_id) filter.And("trunk_id = ?", {wanted.trunk_id->value});
  if (wanted.type) filter.And("type = ?", {std::string(ToString(*wanted.type))});
  if (wanted.state) filter.And("state = ?", {std::string(ToString(*wanted.state))});
  if (wanted.assigned_user) filter.And("assigned_user = ?", {*wanted.assigned_user});
  return FetchPage(session_, kList, filter, request, ReadSlot);
}

void SqlSlotTable::Update(const Slot& slot) {
  RefusingTakenDevice(slot, [&] {
    return session_.ExecuteCounting(
        "UPDATE slots SET device_id = $2, state = $3, state_since = $4, state_reason = $5, assignment = $6, "
        "assigned_user = $7, assigned_campaign = $8, updated_at = $9, current_call = $10 WHERE id = $1",
        {slot.id.value, slot.device_id, std::string(ToString(slot.state)), ToValue(slot.state_since),
         slot.state_reason, std::string(ToString(slot.binding.kind)), BoundTo(slot, BindingKind::kUser),
         BoundTo(slot, BindingKind::kCampaign), ToValue(slot.updated_at),
         slot.current_call ? Value(slot.current_call->value) : Value()});
  });
}

void SqlSlotTable::Delete(SlotId id) { session_.Execute("DELETE FROM slots WHERE id = $1", {id.value}); }

std::vector<ottb::SlotCount> SqlSlotTable::Count() {
  std::vector<ottb::SlotCount> counts;
  for (const Row& row :
       session_.Query("SELECT type, state, COUNT(*) FROM slots GROUP BY type, state ORDER BY type, state")) {
    counts.push_back({Known(ottb::ParseTrunkType(row.Text(0)), row.Text(0)),
                      Known(ottb::ParseSlotState(row.Text(1)), row.Text(1)), row.Int(2)});
  }
  return counts;
}
}  // namespace vss::sql
