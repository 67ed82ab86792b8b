#include "point/users/user_service.hpp"

#include <map>

#include "base/error.hpp"
#include "point/auth/login_throttle.hpp"
#include "point/passwords/password_policy.hpp"
#include "point/permission_rules.hpp"
#include "point/text_rules.hpp"

namespace vss::point {
namespace {
constexpr std::size_t kGeneratedPasswordLength = 24;

Error NoSuchUser(std::string_view which) { return NotFound(fmt::format("user {}", which)); }

void CheckFields(const std::optional<std::string>& username, const std::optional<std::string>& email) {
  if (username && !IsUsername(*username))
    throw InvalidField("username", fmt::format("wants {}", kUsernameWants));
  if (email && !IsEmail(*email)) throw InvalidField("email", fmt::format("wants {}", kEmailWants));
}

void CheckPassword(const Secret& password, std::string_view username) {
  if (const auto reason = RefusePassword(password, username)) throw InvalidField("password", *reason);
}

Role GetRoleToGive(Transaction& tx, const Caller& caller, std::string_view name) {
  auto role = tx.roles().FindByName(name);
  if (!role) throw InvalidField("role", "names no role that exists");
  RequireCovers(caller, AccessOf(*role), fmt::format("the role {}", role->name));
  return std::move(*role);
}

template <class F>
void CheckField(BulkUser& row, std::string_view field, F check) {
  try {
    check();
  } catch (const Error& error) {
    const auto* wants = error.details().if_contains(field);
    row.problems[field] = wants != nullptr ? *wants : json::value(error.message());
  }
}

TeamId GetTeamToGive(Transaction& tx, const Caller& caller, const std::string& name) {
  RequireAllRows(caller);
  const auto team = tx.teams().FindByName(name);
  if (!team) throw InvalidField("team", "is the name of no team");
  return team->id;
}

void CheckAgainstStore(Transaction& tx, const Caller& caller, BulkUser& row) {
  if (tx.users().FindByUsername(row.user.username)) row.problems["username"] = "is taken";
  const auto word = RoleOfWord(row.user.role);
  if (word && !tx.roles().FindByName(row.user.role)) row.user.role = *word;
  if (!row.user.role.empty()) {
    CheckField(row, "role", [&] { row.user.role = GetRoleToGive(tx, caller, row.user.role).name; });
  }
  if (!row.team.empty())
    CheckField(row, "team", [&] { row.user.team = GetTeamToGive(tx, caller, row.team); });
}

// Hashing many passwords takes a while: whoever was disabled, deleted or given another role in it creates
// nobody any more.
void RequireStillCreates(Transaction& tx, const Caller& caller) {
  const auto self = tx.users().Find({caller.principal.user_id});
  const auto role = self && self->status == UserStatus::kActive && self->role == caller.principal.role
                        ? tx.roles().FindByName(self->role)
                        : std::nullopt;
  if (!role || !role->permissions.Allows(perm::kUsersCreate) ||
      !Covers(role->permissions, *caller.principal.permissions))
    throw Error(ErrorCode::kPermissionDenied, "your permissions changed meanwhile; no user was created",
                {{"permission", perm::kUsersCreate}});
}

User GetForChange(Transaction& tx, const Caller& caller, const UserId& id) {
  auto user = tx.users().Find(id);
  if (!user) throw NoSuchUser(id.value);
  const auto role = tx.roles().FindByName(user->role);
  if (role) RequireCovers(caller, AccessOf(*role), fmt::format("the user {}", user->username));
  return std::move(*user);
}

void RefuseTakenName(Transaction& tx, const std::string& username, const std::optional<UserId>& own) {
  const auto other = tx.users().FindByUsername(username);
  if (other && other->id != own) {
    throw Error(ErrorCode::kConflict, fmt::format("the user name {} is taken", username),
                {{"username", "is taken"}});
  }
}

void RequireTeam(Transaction& tx, const std::optional<TeamId>& team) {
  if (team && !tx.teams().Find(*team))
    throw InvalidField("team_id", fmt::format("there is no team {}", team->value));
}

void KeepAnAdmin(Transaction& tx, const User& leaving) {
  const std::vector<UserId> admins = tx.users().LockActiveAdmins();
  if (admins.size() == 1 && admins.front() == leaving.id) {
    throw Error(ErrorCode::kConflict, fmt::format("{} is the last active administrator", leaving.username));
  }
}

// Giving leads away is a change of leads, and of whoever's they are.
User GetHeir(Transaction& tx, const Caller& caller, const User& leaving, const UserId& id) {
  constexpr std::string_view kField = "reassign_to";
  if (!caller.principal.Allows(perm::kCrmWrite) || !ScopeOf(caller.principal, ScopedResource::kLeads).all())
    throw Error(ErrorCode::kPermissionDenied, "giving all leads to another user needs crm.write on all leads",
                {{"permission", perm::kCrmWrite}});
  auto heir = id == leaving.id ? std::nullopt : tx.users().Find(id);
  const auto role =
      heir && heir->status == UserStatus::kActive ? tx.roles().FindByName(heir->role) : std::nullopt;
  if (!role || !role->permissions.Allows(perm::kCrmWrite))
    throw InvalidField(kField, "wants another active user who may change leads");
  return std::move(*heir);
}

std::string Target(const User& user) { return "user " + user.username; }

json::object ChangesOf(const UpdateUser& command) {
  json::object changes;
  if (command.username) changes["username"] = *command.username;
  if (command.email) changes["email"] = *command.email ? json::value(**command.email) : json::value(nullptr);
  if (command.role) changes["role"] = *command.role;
  if (command.team)
    changes["team_id"] = *command.team ? json::value((*command.team)->value) : json::value(nullptr);
  if (command.status) changes["active"] = *command.status == UserStatus::kActive;
  if (command.password) changes["password"] = "changed";
  return changes;
}
}  // namespace

Task<Page<User>> UserService::List(UserFilter filter, PageRequest page) {
  const auto roles =
      filter.permission ? std::optional(parts_.directory.RolesThatAllow(*filter.permission)) : std::nullopt;
  co_return co_await parts_.store.Read([&](Transaction& tx) { return tx.users().List(filter, roles, page); });
}

Task<User> UserService::Get(UserId id) {
  auto user = co_await parts_.store.Read([&](Transaction& tx) { return tx.users().Find(id); });
  if (!user) throw NoSuchUser(id.value);
  co_return std::move(*user);
}

User UserService::MakeUser(CreateUser command, Secret hash) const {
  const Instant now = parts_.clock.Now();
  return {.id = {parts_.random.Uuid()},
          .username = std::move(command.username),
          .email = std::move(command.email),
          .role = std::move(command.role),
          .team = std::move(command.team),
          .password_hash = std::move(hash),
          .password_changed_at = now,
          .created_at = now,
          .updated_at = now};
}

Task<UserWithWarning> UserService::Create(const Caller& caller, CreateUser command) {
  CheckFields(command.username, command.email);
  CheckPassword(command.password, command.username);
  // Before the costly hash, so that a wrong role costs nothing.
  command.role = co_await parts_.store.Read([&](Transaction& tx) {
    RefuseTakenName(tx, command.username, std::nullopt);
    return GetRoleToGive(tx, caller, command.role).name;
  });
  auto warning = WarnAboutPassword(command.password);
  Secret hash = co_await parts_.hasher.Hash(command.password);
  User user = MakeUser(std::move(command), std::move(hash));
  co_await parts_.store.Write([&](Transaction& tx) {
    RefuseTakenName(tx, user.username, std::nullopt);
    GetRoleToGive(tx, caller, user.role);  // it may have changed since
    if (user.team) RequireAllRows(caller);
    RequireTeam(tx, user.team);
    tx.users().Insert(user);
    tx.journal().Audit(caller.Did("users.create", Target(user), {{"role", user.role}}));
  });
  co_await parts_.directory.Load();
  co_return UserWithWarning{std::move(user), std::move(warning)};
}

void UserService::Apply(Transaction& tx, const Caller& caller, User& user, const UpdateUser& command,
                        const std::optional<Secret>& hash) const {
  const Instant now = parts_.clock.Now();
  const bool was_admin = user.role == kAdminRole && user.status == UserStatus::kActive;
  if (command.username) {
    RefuseTakenName(tx, *command.username, user.id);
    user.username = *command.username;
  }
  if (command.email) user.email = *command.email;
  if (command.role) user.role = GetRoleToGive(tx, caller, *command.role).name;
  if (command.team && *command.team != user.team) {
    RequireAllRows(caller);
    RequireTeam(tx, *command.team);
    user.team = *command.team;
    tx.teams().SetTeamOf(user.id, user.team);
    tx.journal().Publish("team.update", std::nullopt, "POINT", {{"action", "members"}});
  }
  if (command.status) user.status = *command.status;
  if (was_admin && (user.role != kAdminRole || user.status != UserStatus::kActive)) KeepAnAdmin(tx, user);
  if (hash) {
    user.SetPassword(*hash, now);
    tx.throttle().DeleteAccount(ThrottleAccountKey(user.username));
  }
  user.updated_at = now;
  tx.users().Update(user);
  if (hash || user.status == UserStatus::kDisabled) tx.sessions().RevokeAllOf(user.id, std::nullopt, now);
}

Task<UserWithWarning> UserService::Update(const Caller& caller, UserId id, UpdateUser command) {
  CheckFields(command.username, command.email.value_or(std::nullopt));
  std::optional<Secret> hash;
  UserWithWarning result;
  if (command.password) {
    // Who may not touch this user should not make us hash either.
    const User before =
        co_await parts_.store.Read([&](Transaction& tx) { return GetForChange(tx, caller, id); });
    CheckPassword(*command.password, command.username.value_or(before.username));
    result.warning = WarnAboutPassword(*command.password);
    hash = co_await parts_.hasher.Hash(*command.password);
  }
  result.user = co_await parts_.store.Write([&](Transaction& tx) {
    User user = GetForChange(tx, caller, id);
    Apply(tx, caller, user, command, hash);
    tx.journal().Audit(caller.Did("users.update", Target(user), ChangesOf(command)));
    return user;
  });
  co_await parts_.directory.Load();
  co_return result;
}

Task<DeletedUser> UserService::Delete(const Caller& caller, UserId id, std::optional<UserId> heir) {
  DeletedUser deleted = co_await parts_.store.Write([&](Transaction& tx) {
    User user = GetForChange(tx, caller, id);
    if (user.role == kAdminRole && user.status == UserStatus::kActive) KeepAnAdmin(tx, user);
    const auto to = heir ? std::optional(GetHeir(tx, caller, user, *heir)) : std::nullopt;
    const AuditEntry by = caller.Did("users.delete", Target(user));
    const std::int64_t leads =
        tx.leads().HandOver({.from = id, .to = to, .by = by, .at = parts_.clock.Now()});
    tx.users().Delete(id);
    json::object detail{{"role", user.role}, {"leads", leads}};
    if (to) detail["reassigned_to"] = to->username;
    tx.journal().Audit(caller.Did("users.delete", Target(user), std::move(detail)));
    tx.journal().Publish("user.deleted", std::nullopt, "POINT", {{"user_id", id.value}});
    // Leads and teams are remembered in places that must look again.
    if (leads > 0 || user.team)
      tx.journal().Publish("team.update", std::nullopt, "POINT", {{"action", "members"}});
    return DeletedUser{std::move(user), leads};
  });
  co_await parts_.directory.Load();
  co_return deleted;
}

Task<BulkUsers> UserService::PreviewMany(const Caller& caller, BulkUsers users) {
  co_return co_await parts_.store.Read([&](Transaction& tx) {
    for (BulkUser& row : users.rows) CheckAgainstStore(tx, caller, row);
    return users;
  });
}

Task<BulkUsers> UserService::CreateMany(const Caller& caller, BulkUsers users) {
  users = co_await PreviewMany(caller, std::move(users));
  std::map<std::size_t, User> made;
  for (BulkUser& row : users.rows) {
    if (!row.problems.empty()) continue;
    if (row.password_from == BulkUser::PasswordFrom::kMadeUp)
      row.user.password = Secret(parts_.random.Password(kGeneratedPasswordLength));
    Secret hash = co_await parts_.hasher.Hash(row.user.password);
    made.emplace(row.line, MakeUser(row.user, std::move(hash)));
  }
  co_await parts_.store.Write([&](Transaction& tx) {
    RequireStillCreates(tx, caller);
    for (BulkUser& row : users.rows) {
      if (!row.problems.empty()) continue;
      CheckAgainstStore(tx, caller, row);  // it may have changed since
      if (!row.problems.empty()) continue;
      const User& user = made.at(row.line);
      tx.users().Insert(user);
      tx.journal().Audit(caller.Did("users.create", Target(user), {{"role", user.role}, {"line", row.line}}));
    }
  });
  co_await parts_.directory.Load();
  co_return users;
}

Task<UserWithWarning> UserService::ResetPassword(const Caller& caller, std::string username,
                                                 Secret password) {
  const auto user =
      co_await parts_.store.Read([&](Transaction& tx) { return tx.users().FindByUsername(username); });
  if (!user) throw NoSuchUser(username);
  co_return co_await Update(caller, user->id, {.password = std::move(password)});
}

Task<std::optional<Secret>> UserService::EnsureFirstAdmin(std::optional<Secret> given) {
  const std::string username(kAdminRole);
  const bool needed =
      co_await parts_.store.Read([](Transaction& tx) { return tx.users().ListAll().empty(); });
  if (!needed) co_return std::nullopt;
  const bool generated = !given;
  const Secret password =
      given ? std::move(*given) : Secret(parts_.random.Password(kGeneratedPasswordLength));
  if (const auto reason = RefusePassword(password, username))
    throw InvalidField("VSS_ADMIN_PASSWORD", *reason);
  const Secret hash = co_await parts_.hasher.Hash(password);
  const User admin = MakeUser({.username = username, .role = std::string(kAdminRole)}, hash);
  const bool made = co_await parts_.store.Write([&](Transaction& tx) {
    if (!tx.users().ListAll().empty()) return false;  // another process was first
    tx.users().Insert(admin);
    tx.journal().Audit({.username = "system",
                        .action = "users.create",
                        .target = Target(admin),
                        .detail = {{"role", admin.role}, {"reason", "first start"}}});
    return true;
  });
  co_await parts_.directory.Load();
  co_return made&& generated ? std::optional(password) : std::nullopt;
}
}  // namespace vss::point
