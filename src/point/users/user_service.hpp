#pragma once
#include "base/random.hpp"
#include "contracts/principal.hpp"
#include "point/auth/access_directory.hpp"
#include "point/passwords/password_hasher.hpp"
#include "point/ports/store.hpp"
#include "point/users/bulk_users.hpp"

namespace vss::point {

/// What UserService works with; all outlive it.
struct UserParts {
  Store<Transaction>& store;
  AccessDirectory& directory;
  PasswordHasher& hasher;
  const Clock& clock;
  Random& random;
};

/// The users and their rules: names are unique, an active administrator remains, and nobody hands out or
/// touches what is beyond their own permissions. Changes act on live tokens before the answer. Lives on the
/// HTTP loop.
class UserService {
 public:
  explicit UserService(UserParts parts) : parts_(parts) {}

  Task<Page<User>> List(UserFilter filter, PageRequest page);
  Task<User> Get(UserId id);
  /// Throws Error(kInvalidParams) naming the field, Error(kConflict) when the name is taken.
  Task<UserWithWarning> Create(const Caller& caller, CreateUser command);
  /// A new password and being disabled end the user's sessions.
  Task<UserWithWarning> Update(const Caller& caller, UserId id, UpdateUser command);
  /// The user's leads become those of `heir`, or lie in the shared pool. Throws Error(kInvalidParams) naming
  /// reassign_to unless that is another active user who may change leads.
  Task<DeletedUser> Delete(const Caller& caller, UserId id, std::optional<UserId> heir);
  /// Says, per row, what is wrong; creates nothing.
  Task<BulkUsers> PreviewMany(const Caller& caller, BulkUsers users);
  /// Creates those with nothing wrong, all in one transaction, and makes up the passwords that are missing.
  Task<BulkUsers> CreateMany(const Caller& caller, BulkUsers users);

  /// By name, for the console. Throws Error(kNotFound).
  Task<UserWithWarning> ResetPassword(const Caller& caller, std::string username, Secret password);
  /// Makes `admin` when there is no user at all, with `given` or else a password of its own making, which is
  /// returned to be shown once. Throws Error(kInvalidParams) when `given` breaks the policy.
  Task<std::optional<Secret>> EnsureFirstAdmin(std::optional<Secret> given);

 private:
  User MakeUser(CreateUser command, Secret hash) const;
  void Apply(Transaction& tx, const Caller& caller, User& user, const UpdateUser& command,
             const std::optional<Secret>& hash) const;

  UserParts parts_;
};
}  // namespace vss::point
