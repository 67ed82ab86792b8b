#include "point/roles/role_service.hpp"

#include "base/error.hpp"
#include "point/permission_rules.hpp"
#include "point/text_rules.hpp"

namespace vss::point {
namespace {
Error NoSuchRole(const RoleId& id) { return NotFound(fmt::format("role {}", id.value)); }

void CheckName(const std::string& name) {
  if (!IsRoleName(name)) throw InvalidField("name", fmt::format("wants {}", kRoleNameWants));
}

void RefuseTakenName(Transaction& tx, const std::string& name, const std::optional<RoleId>& own) {
  const auto other = tx.roles().FindByName(name);
  if (other && other->id != own) {
    throw Error(ErrorCode::kConflict, fmt::format("the role name {} is taken", name), {{"name", "is taken"}});
  }
}

Role GetForChange(Transaction& tx, const Caller& caller, const RoleId& id) {
  auto role = tx.roles().Find(id);
  if (!role) throw NoSuchRole(id);
  if (role->origin == RoleOrigin::kBuiltIn) {
    throw Error(
        ErrorCode::kConflict,
        fmt::format("{} is built in and stays as it is: make a role of your own instead", role->name));
  }
  RequireCovers(caller, AccessOf(*role), fmt::format("the role {}", role->name));
  return std::move(*role);
}

std::string Target(const Role& role) { return "role " + role.name; }

json::object ChangesOf(const UpdateRole& command) {
  json::object changes;
  if (command.name) changes["name"] = *command.name;
  if (command.description) changes["description"] = *command.description;
  if (command.permissions) changes["permissions"] = command.permissions->ToJson();
  if (command.scopes) changes["scope"] = command.scopes->ToJson();
  return changes;
}
}  // namespace

Task<Page<Role>> RoleService::List(PageRequest page) {
  co_return co_await parts_.store.Read([&](Transaction& tx) { return tx.roles().List(page); });
}

Task<Role> RoleService::Get(RoleId id) {
  auto role = co_await parts_.store.Read([&](Transaction& tx) { return tx.roles().Find(id); });
  if (!role) throw NoSuchRole(id);
  co_return std::move(*role);
}

Task<Role> RoleService::Create(const Caller& caller, CreateRole command) {
  CheckName(command.name);
  RequireCovers(caller, {command.permissions, command.scopes}, "the new role");
  const Instant now = parts_.clock.Now();
  const Role role{.id = {parts_.random.Uuid()},
                  .name = std::move(command.name),
                  .description = std::move(command.description),
                  .permissions = std::move(command.permissions),
                  .scopes = command.scopes,
                  .created_at = now,
                  .updated_at = now};
  co_await parts_.store.Write([&](Transaction& tx) {
    RefuseTakenName(tx, role.name, std::nullopt);
    tx.roles().Insert(role);
    tx.journal().Audit(
        caller.Did("roles.create", Target(role),
                   {{"permissions", role.permissions.ToJson()}, {"scope", role.scopes.ToJson()}}));
  });
  co_await parts_.directory.Load();
  co_return role;
}

Task<Role> RoleService::Update(const Caller& caller, RoleId id, UpdateRole command) {
  if (command.name) CheckName(*command.name);
  const Instant now = parts_.clock.Now();
  Role updated = co_await parts_.store.Write([&](Transaction& tx) {
    Role role = GetForChange(tx, caller, id);
    if (command.name) RefuseTakenName(tx, *command.name, id);
    role.name = command.name.value_or(role.name);
    role.description = command.description.value_or(role.description);
    role.permissions = command.permissions.value_or(role.permissions);
    role.scopes = command.scopes.value_or(role.scopes);
    RequireCovers(caller, AccessOf(role), "the role");
    role.updated_at = now;
    tx.roles().Update(role);
    tx.journal().Audit(caller.Did("roles.update", Target(role), ChangesOf(command)));
    return role;
  });
  co_await parts_.directory.Load();
  co_return updated;
}

Task<Role> RoleService::Delete(const Caller& caller, RoleId id) {
  Role deleted = co_await parts_.store.Write([&](Transaction& tx) {
    Role role = GetForChange(tx, caller, id);
    if (const std::int64_t users = tx.roles().CountUsers(role.name); users > 0) {
      throw Error(ErrorCode::kConflict, fmt::format("{} users have the role {}", users, role.name),
                  {{"users", users}});
    }
    tx.roles().Delete(id);
    tx.journal().Audit(caller.Did("roles.delete", Target(role)));
    return role;
  });
  co_await parts_.directory.Load();
  co_return deleted;
}
}  // namespace vss::point
