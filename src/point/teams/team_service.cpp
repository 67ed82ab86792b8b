#include "point/teams/team_service.hpp"

#include <set>

#include "base/error.hpp"
#include "point/permission_rules.hpp"
#include "point/text_rules.hpp"

namespace vss::point {
namespace {
Error NoSuchTeam(const TeamId& id) { return NotFound(fmt::format("team {}", id.value)); }

void CheckTeamName(const std::string& name) {
  if (!IsTeamName(name)) throw InvalidField("name", fmt::format("wants {}", kTeamNameWants));
}

void RefuseTakenTeamName(Transaction& tx, const std::string& name, const std::optional<TeamId>& own) {
  const auto other = tx.teams().FindByName(name);
  if (other && other->id != own)
    throw Error(ErrorCode::kConflict, fmt::format("the team name {} is taken", name), {{"name", "is taken"}});
}

void RequireUser(Transaction& tx, const std::string& id, std::string_view field) {
  if (!tx.users().Find({id})) throw InvalidField(std::string(field), fmt::format("there is no user {}", id));
}

// Members and their leads follow; who is no longer named is in no team.
void SetMembers(Transaction& tx, const Team& team, const std::vector<std::string>& members) {
  const std::set<std::string> wanted(members.begin(), members.end());
  for (const std::string& id : team.members) {
    if (!wanted.contains(id)) tx.teams().SetTeamOf({id}, std::nullopt);
  }
  for (const std::string& id : wanted) {
    RequireUser(tx, id, "members");
    tx.teams().SetTeamOf({id}, team.id);
  }
}

std::string TeamTarget(const Team& team) { return "team " + team.name; }

json::object TeamChanges(const UpdateTeam& command) {
  json::object changes;
  if (command.name) changes["name"] = *command.name;
  if (command.lead_user)
    changes["lead_user"] = *command.lead_user ? json::value(**command.lead_user) : json::value(nullptr);
  if (command.members) changes["members"] = json::array(command.members->begin(), command.members->end());
  return changes;
}

void Announce(Transaction& tx, const Team& team, std::string_view action) {
  tx.journal().Publish("team.update", std::nullopt, "POINT", {{"id", team.id.value}, {"action", action}});
}

Team Stored(Transaction& tx, const TeamId& id) {
  auto team = tx.teams().Find(id);
  if (!team) throw NoSuchTeam(id);
  return std::move(*team);
}
}  // namespace

Task<Page<Team>> TeamService::List(PageRequest page) {
  co_return co_await parts_.store.Read([&](Transaction& tx) { return tx.teams().List(page); });
}

Task<Team> TeamService::Get(TeamId id) {
  co_return co_await parts_.store.Read([&](Transaction& tx) { return Stored(tx, id); });
}

Task<Team> TeamService::Create(const Caller& caller, CreateTeam command) {
  RequireAllRows(caller);
  CheckTeamName(command.name);
  const Instant now = parts_.clock.Now();
  const Team draft{.id = {parts_.random.Uuid()},
                   .name = std::move(command.name),
                   .lead_user = std::move(command.lead_user),
                   .members = {},
                   .created_at = now,
                   .updated_at = now};
  const Team team = co_await parts_.store.Write([&](Transaction& tx) {
    RefuseTakenTeamName(tx, draft.name, std::nullopt);
    if (draft.lead_user) RequireUser(tx, *draft.lead_user, "lead_user");
    tx.teams().Insert(draft);
    SetMembers(tx, draft, command.members);
    Announce(tx, draft, "created");
    tx.journal().Audit(
        caller.Did("teams.create", TeamTarget(draft),
                   {{"members", json::array(command.members.begin(), command.members.end())}}));
    return Stored(tx, draft.id);
  });
  co_await parts_.directory.Load();
  co_return team;
}

Task<Team> TeamService::Update(const Caller& caller, TeamId id, UpdateTeam command) {
  RequireAllRows(caller);
  if (command.name) CheckTeamName(*command.name);
  const Instant now = parts_.clock.Now();
  const Team team = co_await parts_.store.Write([&](Transaction& tx) {
    Team team = Stored(tx, id);
    if (command.name) RefuseTakenTeamName(tx, *command.name, id);
    if (command.lead_user && *command.lead_user) RequireUser(tx, **command.lead_user, "lead_user");
    team.name = command.name.value_or(team.name);
    team.lead_user = command.lead_user.value_or(team.lead_user);
    team.updated_at = now;
    tx.teams().Update(team);
    if (command.members) SetMembers(tx, team, *command.members);
    Announce(tx, team, "updated");
    tx.journal().Audit(caller.Did("teams.update", TeamTarget(team), TeamChanges(command)));
    return Stored(tx, id);
  });
  co_await parts_.directory.Load();
  co_return team;
}

Task<Team> TeamService::Delete(const Caller& caller, TeamId id) {
  RequireAllRows(caller);
  const Team team = co_await parts_.store.Write([&](Transaction& tx) {
    Team team = Stored(tx, id);
    tx.teams().Delete(id);
    Announce(tx, team, "deleted");
    tx.journal().Audit(caller.Did("teams.delete", TeamTarget(team)));
    return team;
  });
  co_await parts_.directory.Load();
  co_return team;
}
}  // namespace vss::point
