#include "adapters/storage_sql/ottb/trunk_table.hpp"

#include "adapters/storage_sql/paging.hpp"
#include "base/error.hpp"

namespace vss::sql {
namespace {
using ottb::Trunk;
using ottb::TrunkId;

constexpr std::string_view kTrunkColumns =
    "id, name, type, capacity, description, region, caller_ids, provider_id, created_at, updated_at, "
    "(SELECT COUNT(*) FROM slots WHERE slots.trunk_id = trunks.id)";

std::string CallerIdsToText(const std::vector<std::string>& numbers) {
  return ToText(json::value(json::array(numbers.begin(), numbers.end())));
}

std::vector<std::string> CallerIdsFromText(std::string_view text) {
  std::vector<std::string> numbers;
  for (const json::value& number : ParseTrustedJson(text).as_array())
    numbers.emplace_back(number.as_string());
  return numbers;
}

ottb::TrunkType TypeOf(std::string_view name) {
  const auto type = ottb::ParseTrunkType(name);
  if (!type) throw InternalError(fmt::format("table trunks holds the unknown type {}", name));
  return *type;
}

std::optional<std::int64_t> IdOf(const std::optional<ottb::ProviderId>& provider) {
  return provider ? std::optional(provider->value) : std::nullopt;
}

Trunk ReadTrunk(const Row& row) {
  const auto provider = row.OptionalInt(7);
  return {.id = TrunkId{row.Int(0)},
          .name = row.Text(1),
          .type = TypeOf(row.Text(2)),
          .capacity = row.Int(3),
          .description = row.OptionalText(4),
          .region = row.OptionalText(5),
          .caller_ids = CallerIdsFromText(row.Text(6)),
          .provider_id = provider ? std::optional(ottb::ProviderId{*provider}) : std::nullopt,
          .created_at = row.Time(8),
          .updated_at = row.Time(9),
          .slots_used = row.Int(10)};
}

// The name is the only unique column besides the id.
template <class F>
auto RefusingTakenName(const std::string& name, F write) {
  try {
    return write();
  } catch (const ConstraintViolation& violation) {
    if (violation.kind() != ConstraintViolation::Kind::kUnique) throw;
    throw Error(ErrorCode::kConflict, fmt::format("there is a trunk named \"{}\" already", name),
                {{"name", name}});
  }
}
}  // namespace

Trunk SqlTrunkTable::Insert(const ottb::CreateTrunk& command, Instant now) {
  return RefusingTakenName(command.name, [&] {
    const Rows rows = session_.Query(
        "INSERT INTO trunks (name, type, capacity, description, region, caller_ids, provider_id, created_at, "
        "updated_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
        {command.name, std::string(ToString(command.type)), command.capacity, ToValue(command.description),
         ToValue(command.region), CallerIdsToText(command.caller_ids), ToValue(IdOf(command.provider_id)),
         ToValue(now), ToValue(now)});
    return Trunk{.id = TrunkId{rows.at(0).Int(0)},
                 .name = command.name,
                 .type = command.type,
                 .capacity = command.capacity,
                 .description = command.description,
                 .region = command.region,
                 .caller_ids = command.caller_ids,
                 .provider_id = command.provider_id,
                 .created_at = now,
                 .updated_at = now};
  });
}

std::optional<Trunk> SqlTrunkTable::Find(TrunkId id) {
  const auto row =
      session_.QueryOne(fmt::format("SELECT {} FROM trunks WHERE id = $1", kTrunkColumns), {id.value});
  return row ? std::optional(ReadTrunk(*row)) : std::nullopt;
}

// Two statements: on PostgreSQL the count of a SELECT … FOR UPDATE that had to wait would be from before the
// wait.
std::optional<Trunk> SqlTrunkTable::FindLocked(TrunkId id) {
  const auto row = session_.QueryOne(
      fmt::format("SELECT id FROM trunks WHERE id = $1{}", session_.ForUpdate()), {id.value});
  return row ? Find(id) : std::nullopt;
}

Page<Trunk> SqlTrunkTable::List(const ottb::TrunkFilter& wanted, const PageRequest& request) {
  static const ListQuery kList{.columns = kTrunkColumns,
                               .from = "trunks",
                               .sortable = {{"name", "name", SortKind::kText},
                                            {"type", "type", SortKind::kText},
                                            {"capacity", "capacity"},
                                            {"created_at", "created_at"}}};
  Filter filter;
  if (wanted.type) filter.And("type = ?", {std::string(ToString(*wanted.type))});
  if (wanted.region) filter.And("region = ?", {*wanted.region});
  if (wanted.q) filter.AndContains({"name", "COALESCE(description, '')"}, *wanted.q);
  return FetchPage(session_, kList, filter, request, ReadTrunk);
}

void SqlTrunkTable::Update(const Trunk& trunk) {
  RefusingTakenName(trunk.name, [&] {
    return session_.ExecuteCounting(
        "UPDATE trunks SET name = $2, type = $3, capacity = $4, description = $5, region = $6, caller_ids = "
        "$7, "
        "provider_id = $8, updated_at = $9 WHERE id = $1",
        {trunk.id.value, trunk.name, std::string(ToString(trunk.type)), trunk.capacity,
         ToValue(trunk.description), ToValue(trunk.region), CallerIdsToText(trunk.caller_ids),
         ToValue(IdOf(trunk.provider_id)), ToValue(trunk.updated_at)});
  });
}

void SqlTrunkTable::Delete(TrunkId id) { session_.Execute("DELETE FROM trunks WHERE id = $1", {id.value}); }
}  // namespace vss::sql
