#pragma once
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/secret.hpp"
#include "point/teams/team.hpp"

namespace vss::point {

using UserId = TextId<struct UserTag>;  ///< UUID

/// Who may sign in. Somebody who is not active keeps their history, but no token of theirs is accepted.
enum class UserStatus { kActive, kDisabled };

struct User {
  UserId id;
  std::string username;  ///< unique by FoldedName
  std::optional<std::string> email;
  std::string role;  ///< the role's name
  std::optional<TeamId> team;
  UserStatus status = UserStatus::kActive;
  Secret password_hash;  ///< bcrypt
  Instant password_changed_at;
  Instant created_at;
  Instant updated_at;
  std::optional<Instant> last_login_at;
  bool has_second_factor = false;  ///< as it was when the user was read

  /// The time always moves: by its standing still the database's trigger knows a change by plain SQL, which
  /// has to end the user's sessions (0002_point).
  void SetPassword(Secret hash, Instant now) {
    password_hash = std::move(hash);
    password_changed_at = std::max(now, password_changed_at + std::chrono::milliseconds(1));
    updated_at = now;
  }
};

struct CreateUser {
  std::string username;
  Secret password;
  std::optional<std::string> email;
  std::string role;
  std::optional<TeamId> team;
};

/// What is absent stays as it is.
struct UpdateUser {
  std::optional<std::string> username;
  std::optional<Secret> password;
  std::optional<std::optional<std::string>> email;  ///< the inner nullopt removes it
  std::optional<std::string> role;
  std::optional<std::optional<TeamId>> team;  ///< the inner nullopt: in none
  std::optional<UserStatus> status;
};

struct UserFilter {
  std::optional<std::string> username;  ///< by FoldedName
  std::optional<std::string> email;
  std::optional<std::string> role;
  std::optional<std::string> permission;  ///< whose role grants it
  std::optional<std::string> team;
  std::optional<UserStatus> status;
  std::optional<std::string> q;  ///< name, e-mail or role hold it, without regard to case
};

/// A user who is gone, and what became of their leads.
struct DeletedUser {
  User user;
  std::int64_t leads = 0;
};

/// A user, and what the one who set the password should know about it.
struct UserWithWarning {
  User user;
  std::optional<std::string> warning;
};
}  // namespace vss::point
