#include "adapters/storage_sql/point/second_factor_tables.hpp"

namespace vss::sql {
using point::SecondFactor;
using point::UserId;

std::optional<SecondFactor> SqlSecondFactorTable::Find(const UserId& user) {
  const auto row = session_.QueryOne(
      "SELECT sealed_secret, created_at, confirmed_at, last_step FROM second_factors WHERE user_id = $1",
      {user.value});
  if (!row) return std::nullopt;
  return SecondFactor{.user = user,
                      .sealed_secret = row->Text(0),
                      .created_at = row->Time(1),
                      .confirmed_at = row->OptionalTime(2),
                      .last_step = row->Int(3)};
}

void SqlSecondFactorTable::Save(const SecondFactor& factor) {
  session_.Execute(
      "INSERT INTO second_factors (user_id, sealed_secret, created_at, confirmed_at, last_step) VALUES ($1, "
      "$2, "
      "$3, $4, $5) ON CONFLICT (user_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, created_at = "
      "excluded.created_at, confirmed_at = excluded.confirmed_at, last_step = excluded.last_step",
      {factor.user.value, factor.sealed_secret, ToValue(factor.created_at),
       factor.confirmed_at ? ToValue(*factor.confirmed_at) : Value(), factor.last_step});
}

bool SqlSecondFactorTable::Delete(const UserId& user) {
  session_.Execute("DELETE FROM recovery_codes WHERE user_id = $1", {user.value});
  return session_.ExecuteCounting("DELETE FROM second_factors WHERE user_id = $1", {user.value}) == 1;
}

bool SqlSecondFactorTable::UseStep(const UserId& user, std::int64_t step) {
  return session_.ExecuteCounting(
             "UPDATE second_factors SET last_step = $2 WHERE user_id = $1 AND last_step < $2",
             {user.value, step}) == 1;
}

void SqlSecondFactorTable::ReplaceRecoveryCodes(const UserId& user, const std::vector<std::string>& hashes) {
  session_.Execute("DELETE FROM recovery_codes WHERE user_id = $1", {user.value});
  for (const std::string& hash : hashes)
    session_.Execute("INSERT INTO recovery_codes (user_id, hash) VALUES ($1, $2)", {user.value, hash});
}

bool SqlSecondFactorTable::UseRecoveryCode(const UserId& user, std::string_view hash) {
  return session_.ExecuteCounting("DELETE FROM recovery_codes WHERE user_id = $1 AND hash = $2",
                                  {user.value, std::string(hash)}) == 1;
}

std::int64_t SqlSecondFactorTable::CountRecoveryCodes(const UserId& user) {
  return session_.QueryOne("SELECT count(*) FROM recovery_codes WHERE user_id = $1", {user.value})->Int(0);
}

std::vector<UserId> SqlSecondFactorTable::ListEnrolled() {
  std::vector<UserId> users;
  for (const Row& row : session_.Query("SELECT user_id FROM second_factors WHERE confirmed_at IS NOT NULL"))
    users.push_back({row.Text(0)});
  return users;
}

std::vector<std::string> SqlSecondFactorRoles::List() {
  std::vector<std::string> roles;
  for (const Row& row : session_.Query("SELECT role FROM second_factor_roles ORDER BY role"))
    roles.push_back(row.Text(0));
  return roles;
}

void SqlSecondFactorRoles::Replace(const std::vector<std::string>& roles) {
  session_.Execute("DELETE FROM second_factor_roles", {});
  for (const std::string& role : roles)
    session_.Execute("INSERT INTO second_factor_roles (role) VALUES ($1)", {role});
}
}  // namespace vss::sql
