#include "adapters/storage_sql/point/role_table.hpp"

#include "adapters/storage_sql/paging.hpp"
#include "base/error.hpp"

namespace vss::sql {
namespace {
using point::Role;
using point::RoleOrigin;

constexpr std::string_view kRoleColumns =
    "id, name, description, permissions, built_in, created_at, updated_at, scope";

Role ReadRole(const Row& row) {
  return {.id = {row.Text(0)},
          .name = row.Text(1),
          .description = row.Text(2),
          .permissions = PermissionSet::Parse(ParseTrustedJson(row.Text(3))),
          .scopes = ScopeSet::Parse(ParseTrustedJson(row.Text(7))),
          .origin = row.Bool(4) ? RoleOrigin::kBuiltIn : RoleOrigin::kCustom,
          .created_at = row.Time(5),
          .updated_at = row.Time(6)};
}

std::optional<Role> ReadOneRole(const std::optional<Row>& row) {
  return row ? std::optional(ReadRole(*row)) : std::nullopt;
}

[[noreturn]] void ThrowTaken(const ConstraintViolation& violation, const Role& role) {
  if (violation.kind() != ConstraintViolation::Kind::kUnique) throw violation;
  throw Error(ErrorCode::kConflict, fmt::format("the role name {} is taken", role.name),
              {{"name", "is taken"}});
}
}  // namespace

std::optional<Role> SqlRoleTable::Find(const point::RoleId& id) {
  return ReadOneRole(
      session_.QueryOne(fmt::format("SELECT {} FROM roles WHERE id = $1", kRoleColumns), {id.value}));
}

std::optional<Role> SqlRoleTable::FindByName(std::string_view name) {
  return ReadOneRole(session_.QueryOne(
      fmt::format("SELECT {} FROM roles WHERE lower(name) = lower($1)", kRoleColumns), {std::string(name)}));
}

Page<Role> SqlRoleTable::List(const PageRequest& page) {
  static const ListQuery kQuery{.columns = kRoleColumns,
                                .from = "roles",
                                .id = {"id", "id", SortKind::kText},
                                .sortable = {{"name", "name", SortKind::kText}}};
  return FetchPage(session_, kQuery, Filter(), page, ReadRole);
}

void SqlRoleTable::Insert(const Role& role) try {
  session_.Query(
      "INSERT INTO roles (id, name, description, permissions, built_in, created_at, updated_at, scope) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
      {role.id.value, role.name, role.description, ToText(role.permissions.ToJson()),
       std::int64_t{role.origin == RoleOrigin::kBuiltIn ? 1 : 0}, ToValue(role.created_at),
       ToValue(role.updated_at), ToText(role.scopes.ToJson())});
} catch (const ConstraintViolation& violation) {
  ThrowTaken(violation, role);
}

void SqlRoleTable::Update(const Role& role) try {
  session_.Query(
      "UPDATE roles SET name = $2, description = $3, permissions = $4, updated_at = $5, scope = $6 WHERE id "
      "= $1 "
      "RETURNING id",
      {role.id.value, role.name, role.description, ToText(role.permissions.ToJson()),
       ToValue(role.updated_at), ToText(role.scopes.ToJson())});
} catch (const ConstraintViolation& violation) {
  ThrowTaken(violation, role);
}

void SqlRoleTable::Delete(const point::RoleId& id) try {
  session_.Query("DELETE FROM roles WHERE id = $1 RETURNING id", {id.value});
} catch (const ConstraintViolation&) {
  throw Error(ErrorCode::kConflict, "a user was given this role just now");
}

std::int64_t SqlRoleTable::CountUsers(std::string_view name) {
  return session_.QueryOne("SELECT count(*) FROM users WHERE role = $1", {std::string(name)})->Int(0);
}

std::vector<Role> SqlRoleTable::ListAll() {
  std::vector<Role> roles;
  for (const Row& row : session_.Query(fmt::format("SELECT {} FROM roles", kRoleColumns)))
    roles.push_back(ReadRole(row));
  return roles;
}
}  // namespace vss::sql
