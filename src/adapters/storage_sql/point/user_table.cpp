#include "adapters/storage_sql/point/user_table.hpp"

#include "adapters/storage_sql/ottb/lead_filter.hpp"
#include "adapters/storage_sql/paging.hpp"
#include "base/error.hpp"
#include "base/unicode.hpp"

namespace vss::sql {
namespace {
using point::User;
using point::UserStatus;

constexpr std::string_view kUserColumns =
    "id, username, email, role, active, password, password_changed_at, created_at, updated_at, "
    "last_login_at, "
    "team_id, "
    "(SELECT count(*) FROM second_factors f WHERE f.user_id = users.id AND f.confirmed_at IS NOT NULL)";

User ReadUser(const Row& row) {
  return {.id = {row.Text(0)},
          .username = row.Text(1),
          .email = row.OptionalText(2),
          .role = row.Text(3),
          .team = row.IsNull(10) ? std::nullopt : std::optional(point::TeamId{row.Text(10)}),
          .status = row.Bool(4) ? UserStatus::kActive : UserStatus::kDisabled,
          .password_hash = Secret(row.Text(5)),
          .password_changed_at = row.Time(6),
          .created_at = row.Time(7),
          .updated_at = row.Time(8),
          .last_login_at = row.OptionalTime(9),
          .has_second_factor = row.Bool(11)};
}

std::optional<User> ReadOneUser(const std::optional<Row>& row) {
  return row ? std::optional(ReadUser(*row)) : std::nullopt;
}

std::int64_t ActiveColumn(UserStatus status) { return status == UserStatus::kActive ? 1 : 0; }
Value ToValue(const std::optional<Instant>& time) { return time ? sql::ToValue(*time) : Value(); }

// The service looks first; this is for two who take the same name, or take and delete a role, at once.
[[noreturn]] void ThrowRefusal(const ConstraintViolation& violation, const User& user) {
  if (violation.kind() == ConstraintViolation::Kind::kForeignKey) {
    throw InvalidField("role", "names no role that exists");
  }
  if (violation.kind() != ConstraintViolation::Kind::kUnique) throw violation;
  throw Error(ErrorCode::kConflict, fmt::format("the user name {} is taken", user.username),
              {{"username", "is taken"}});
}
}  // namespace

std::optional<User> SqlUserTable::Find(const point::UserId& id) {
  return ReadOneUser(
      session_.QueryOne(fmt::format("SELECT {} FROM users WHERE id = $1", kUserColumns), {id.value}));
}

std::optional<User> SqlUserTable::FindByUsername(std::string_view username) {
  return ReadOneUser(session_.QueryOne(fmt::format("SELECT {} FROM users WHERE name_key = $1", kUserColumns),
                                       {FoldedName(username)}));
}

Page<User> SqlUserTable::List(const point::UserFilter& wanted,
                              const std::optional<std::vector<std::string>>& roles, const PageRequest& page) {
  static const ListQuery kQuery{
      .columns = kUserColumns,
      .from = "users",
      .id = {"id", "id", SortKind::kText},
      .sortable = {{"username", "username", SortKind::kText},
                   {"email", "email", SortKind::kText, Nulls::kLast},
                   {"role", "role", SortKind::kText},
                   {"created_at", "created_at"},
                   {"last_login_at", "last_login_at", SortKind::kInteger, Nulls::kLast}}};
  Filter filter;
  if (wanted.username) filter.And("name_key = ?", {FoldedName(*wanted.username)});
  if (wanted.email) filter.And("lower(email) = lower(?)", {*wanted.email});
  if (wanted.role) filter.And("role = ?", {*wanted.role});
  if (wanted.team) filter.And("team_id = ?", {*wanted.team});
  if (roles && roles->empty()) filter.And("1 = 0");
  if (roles && !roles->empty()) {
    std::vector<Value> values;
    const std::string places = PlaceholdersFor(*roles, values);
    filter.And("role IN " + places, std::move(values));
  }
  if (wanted.status) filter.And("active = ?", {ActiveColumn(*wanted.status)});
  if (wanted.q) filter.AndContains({"username", "COALESCE(email, '')", "role"}, *wanted.q);
  return FetchPage(session_, kQuery, filter, page, ReadUser);
}

void SqlUserTable::Insert(const User& user) try {
  session_.Query(
      "INSERT INTO users (id, username, email, role, active, password, password_changed_at, created_at, "
      "updated_at, last_login_at, team_id, name_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
      "$12) RETURNING id",
      {user.id.value, user.username, sql::ToValue(user.email), user.role, ActiveColumn(user.status),
       user.password_hash.Reveal(), sql::ToValue(user.password_changed_at), sql::ToValue(user.created_at),
       sql::ToValue(user.updated_at), ToValue(user.last_login_at),
       user.team ? Value(user.team->value) : Value(), FoldedName(user.username)});
} catch (const ConstraintViolation& violation) {
  ThrowRefusal(violation, user);
}

void SqlUserTable::Update(const User& user) try {
  session_.Query(
      "UPDATE users SET username = $2, email = $3, role = $4, active = $5, password = $6, "
      "password_changed_at = $7, "
      "updated_at = $8, last_login_at = $9, name_key = $10 WHERE id = $1 RETURNING id",
      {user.id.value, user.username, sql::ToValue(user.email), user.role, ActiveColumn(user.status),
       user.password_hash.Reveal(), sql::ToValue(user.password_changed_at), sql::ToValue(user.updated_at),
       ToValue(user.last_login_at), FoldedName(user.username)});
} catch (const ConstraintViolation& violation) {
  ThrowRefusal(violation, user);
}

void SqlUserTable::Delete(const point::UserId& id) {
  session_.Execute("DELETE FROM users WHERE id = $1", {id.value});
}

std::vector<point::UserId> SqlUserTable::LockActiveAdmins() {
  std::vector<point::UserId> admins;
  const std::string text =
      fmt::format("SELECT id FROM users WHERE role = $1 AND active = 1 ORDER BY id{}", session_.ForUpdate());
  for (const Row& row : session_.Query(text, {std::string(point::kAdminRole)}))
    admins.push_back({row.Text(0)});
  return admins;
}

std::vector<User> SqlUserTable::ListAll() {
  std::vector<User> users;
  for (const Row& row : session_.Query(fmt::format("SELECT {} FROM users", kUserColumns)))
    users.push_back(ReadUser(row));
  return users;
}
}  // namespace vss::sql
