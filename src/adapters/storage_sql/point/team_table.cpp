#include "adapters/storage_sql/point/team_table.hpp"

#include "adapters/storage_sql/ottb/lead_filter.hpp"
#include "adapters/storage_sql/paging.hpp"
#include "base/error.hpp"

namespace vss::sql {
namespace {
using point::Team;
using point::TeamId;

constexpr std::string_view kTeamColumns =
    "id, name, lead_user, created_at, updated_at, "
    "(SELECT COUNT(*) FROM crm_leads WHERE crm_leads.team_id = teams.id) AS leads";

Team ReadTeam(const Row& row) {
  return {.id = {row.Text(0)},
          .name = row.Text(1),
          .lead_user = row.OptionalText(2),
          .members = {},
          .leads = row.Int(5),
          .created_at = row.Time(3),
          .updated_at = row.Time(4)};
}

void AddMembers(Session& session, Team& team) {
  for (const Row& row :
       session.Query("SELECT id FROM users WHERE team_id = $1 ORDER BY lower(username)", {team.id.value}))
    team.members.push_back(row.Text(0));
}

[[noreturn]] void ThrowTakenTeam(const ConstraintViolation& violation, const Team& team) {
  if (violation.kind() != ConstraintViolation::Kind::kUnique) throw violation;
  throw Error(ErrorCode::kConflict, fmt::format("the team name {} is taken", team.name),
              {{"name", "is taken"}});
}

Value LeadColumn(const Team& team) { return ToValue(team.lead_user); }
}  // namespace

std::optional<Team> SqlTeamTable::ReadOne(std::string_view where, std::string value) {
  const auto row = session_.QueryOne(fmt::format("SELECT {} FROM teams WHERE {}", kTeamColumns, where),
                                     {std::move(value)});
  if (!row) return std::nullopt;
  Team team = ReadTeam(*row);
  AddMembers(session_, team);
  return team;
}

std::optional<Team> SqlTeamTable::Find(const TeamId& id) { return ReadOne("id = $1", id.value); }

std::optional<Team> SqlTeamTable::FindByName(std::string_view name) {
  return ReadOne("lower(name) = lower($1)", std::string(name));
}

Page<Team> SqlTeamTable::List(const PageRequest& request) {
  static const ListQuery kQuery{.columns = kTeamColumns,
                                .from = "teams",
                                .id = {"id", "id", SortKind::kText},
                                .sortable = {{"name", "name", SortKind::kText}}};
  Page<Team> page = FetchPage(session_, kQuery, Filter(), request, ReadTeam);
  for (Team& team : page.items) AddMembers(session_, team);
  return page;
}

void SqlTeamTable::Insert(const Team& team) try {
  session_.Query(
      "INSERT INTO teams (id, name, lead_user, created_at, updated_at) VALUES ($1, $2, $3, $4, $5) RETURNING "
      "id",
      {team.id.value, team.name, LeadColumn(team), ToValue(team.created_at), ToValue(team.updated_at)});
} catch (const ConstraintViolation& violation) {
  ThrowTakenTeam(violation, team);
}

void SqlTeamTable::Update(const Team& team) try {
  session_.Query("UPDATE teams SET name = $2, lead_user = $3, updated_at = $4 WHERE id = $1 RETURNING id",
                 {team.id.value, team.name, LeadColumn(team), ToValue(team.updated_at)});
} catch (const ConstraintViolation& violation) {
  ThrowTakenTeam(violation, team);
}

// Calls keep the team that placed them: that happened.
void SqlTeamTable::Delete(const TeamId& id) {
  session_.Execute("UPDATE crm_leads SET team_id = NULL WHERE team_id = $1", {id.value});
  for (const std::string_view table : kTablesOfCalls)
    session_.Execute(fmt::format("UPDATE {} SET lead_team = NULL WHERE lead_team = $1", table), {id.value});
  session_.Execute("DELETE FROM teams WHERE id = $1", {id.value});
}

void SqlTeamTable::SetTeamOf(const point::UserId& user, const std::optional<TeamId>& team) {
  const Value to = team ? Value(team->value) : Value();
  session_.Execute("UPDATE users SET team_id = $2 WHERE id = $1", {user.value, to});
  session_.Execute("UPDATE crm_leads SET team_id = $2 WHERE assigned_seller = $1", {user.value, to});
  for (const std::string_view table : kTablesOfCalls)
    session_.Execute(fmt::format("UPDATE {} SET lead_team = $2 WHERE lead_seller = $1", table),
                     {user.value, to});
}

std::vector<point::TeamLeader> SqlTeamTable::ListLeaders() {
  std::vector<point::TeamLeader> leaders;
  for (const Row& row :
       session_.Query("SELECT lead_user, id FROM teams WHERE lead_user IS NOT NULL ORDER BY id"))
    leaders.push_back({row.Text(0), row.Text(1)});
  return leaders;
}
}  // namespace vss::sql
