#pragma once
#include "http/router.hpp"
#include "point/teams/team_service.hpp"

namespace vss::point {
/// /api/teams
void MountTeams(http::Router& router, TeamService& teams);
}  // namespace vss::point
