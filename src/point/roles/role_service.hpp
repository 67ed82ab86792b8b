#pragma once
#include "base/random.hpp"
#include "contracts/principal.hpp"
#include "point/auth/access_directory.hpp"
#include "point/ports/store.hpp"

namespace vss::point {

/// What RoleService works with; all outlive it.
struct RoleParts {
  Store<Transaction>& store;
  AccessDirectory& directory;
  const Clock& clock;
  Random& random;
};

/// The roles and their rules: built-in ones stay as they are, one that somebody has cannot be deleted, and
/// nobody grants or changes more than they hold. Changes act on live tokens before the answer. Lives on the
/// HTTP loop.
class RoleService {
 public:
  explicit RoleService(RoleParts parts) : parts_(parts) {}

  Task<Page<Role>> List(PageRequest page);
  Task<Role> Get(RoleId id);
  Task<Role> Create(const Caller& caller, CreateRole command);
  /// A new name is carried over to the users who have the role.
  Task<Role> Update(const Caller& caller, RoleId id, UpdateRole command);
  Task<Role> Delete(const Caller& caller, RoleId id);

 private:
  RoleParts parts_;
};
}  // namespace vss::point
