#include "point/teams/team_routes.hpp"

#include "base/uuid.hpp"
#include "point/body_fields.hpp"

namespace vss::point {
namespace {
constexpr http::TextRule kTeamNameRule{.min = 1, .max = 64};
constexpr http::TextRule kUserIdRule{.min = 36, .max = 36};
constexpr std::size_t kMostMembers = 1000;

json::object ToJson(const Team& team) {
  return {{"id", team.id.value},
          {"name", team.name},
          {"lead_user", team.lead_user ? json::value(*team.lead_user) : json::value(nullptr)},
          {"members", json::array(team.members.begin(), team.members.end())},
          {"leads", team.leads},
          {"created_at", FormatRfc3339(team.created_at)},
          {"updated_at", FormatRfc3339(team.updated_at)}};
}

std::optional<std::vector<std::string>> ReadMembers(http::BodyReader& body) {
  auto members = body.OptionalTexts("members", kMostMembers, kUserIdRule);
  if (members && !std::ranges::all_of(*members, [](const std::string& id) { return IsUuid(id); }))
    body.Refuse("members", "wants ids of users: UUIDs in lower case");
  return members;
}

std::optional<std::string> ReadLeadUser(http::BodyReader& body) {
  auto id = body.OptionalText("lead_user", kUserIdRule);
  if (id && !IsUuid(*id)) body.Refuse("lead_user", "wants the id of a user: a UUID in lower case");
  return id;
}

CreateTeam ParseCreateTeam(http::BodyReader body) {
  CreateTeam command{.name = body.Text("name", kTeamNameRule), .lead_user = ReadLeadUser(body)};
  command.members = ReadMembers(body).value_or(std::vector<std::string>());
  body.Finish();
  return command;
}

UpdateTeam ParseUpdateTeam(http::BodyReader body) {
  UpdateTeam command{.name = body.OptionalText("name", kTeamNameRule)};
  if (auto lead = ReadLeadUser(body); body.Has("lead_user")) command.lead_user = std::move(lead);
  command.members = ReadMembers(body);
  body.RefuseNull({"name", "members"});
  body.RequireAny({"name", "lead_user", "members"});
  body.Finish();
  return command;
}

TeamId TeamIdOf(const http::Context& ctx) { return {ctx.Param("id")}; }
}  // namespace

void MountTeams(http::Router& router, TeamService& teams) {
  router.Get("/api/teams", http::Requires(perm::kUsersRead),
             [&teams](http::Context& ctx) -> Task<http::Response> {
               http::QueryReader query = ctx.Query();
               const PageRequest page = query.Paging({"name", "id"});
               query.Finish();
               co_return http::List(ctx, page, co_await teams.List(page),
                                    [](const Team& team) { return ToJson(team); });
             });
  router.Post("/api/teams", http::Requires(perm::kUsersCreate),
              [&teams](http::Context& ctx) -> Task<http::Response> {
                const Team team = co_await teams.Create(ctx.caller(), ParseCreateTeam(ctx.Body()));
                co_return http::Created("/api/teams/" + team.id.value, ToJson(team));
              });
  router.Get("/api/teams/:id", http::Requires(perm::kUsersRead),
             [&teams](http::Context& ctx) -> Task<http::Response> {
               co_return http::Ok(ToJson(co_await teams.Get(TeamIdOf(ctx))));
             });
  router.Patch("/api/teams/:id", http::Requires(perm::kUsersUpdate),
               [&teams](http::Context& ctx) -> Task<http::Response> {
                 co_return http::Ok(
                     ToJson(co_await teams.Update(ctx.caller(), TeamIdOf(ctx), ParseUpdateTeam(ctx.Body()))));
               });
  router.Delete("/api/teams/:id", http::Requires(perm::kUsersDelete),
                [&teams](http::Context& ctx) -> Task<http::Response> {
                  co_return http::Ok(ToJson(co_await teams.Delete(ctx.caller(), TeamIdOf(ctx))));
                });
}
}  // namespace vss::point
