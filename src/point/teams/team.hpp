#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/ids.hpp"

namespace vss::point {

using TeamId = TextId<struct TeamTag>;  ///< UUID

/// Operators and sellers who work together, and who leads them. Somebody is in one team at most, and may lead
/// several; what a scope of `team` covers is that of the team they are in and of those that they lead.
struct Team {
  TeamId id;
  std::string name;                      ///< unique without regard to case
  std::optional<std::string> lead_user;  ///< a user's id; may be outside of the team
  std::vector<std::string> members;      ///< ids of users, by name
  std::int64_t leads = 0;                ///< of the CRM, that the team has
  Instant created_at, updated_at;
};

struct CreateTeam {
  std::string name;
  std::optional<std::string> lead_user;
  std::vector<std::string> members;
};

/// What is absent stays as it is.
struct UpdateTeam {
  std::optional<std::string> name;
  std::optional<std::optional<std::string>> lead_user;
  std::optional<std::vector<std::string>> members;  ///< all of them from now on
};
}  // namespace vss::point
