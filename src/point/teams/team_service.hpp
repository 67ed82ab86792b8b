#pragma once
#include "base/random.hpp"
#include "contracts/principal.hpp"
#include "point/auth/access_directory.hpp"
#include "point/ports/store.hpp"

namespace vss::point {

/// What TeamService works with; all outlive it.
struct TeamParts {
  Store<Transaction>& store;
  AccessDirectory& directory;
  const Clock& clock;
  Random& random;
};

/// The teams. A change acts on live tokens before the answer, and takes along the leads of who changes teams;
/// it is published as `team.update`. Lives on the HTTP loop.
class TeamService {
 public:
  explicit TeamService(TeamParts parts) : parts_(parts) {}

  Task<Page<Team>> List(PageRequest page);
  Task<Team> Get(TeamId id);
  /// Who does not see all rows changes no team (kPermissionDenied). Create and Update throw kConflict for a
  /// taken name, kInvalidParams for users that there are not. A member of another team changes over.
  Task<Team> Create(const Caller& caller, CreateTeam command);
  Task<Team> Update(const Caller& caller, TeamId id, UpdateTeam command);
  /// Its members and leads are in no team then.
  Task<Team> Delete(const Caller& caller, TeamId id);

 private:
  TeamParts parts_;
};
}  // namespace vss::point
