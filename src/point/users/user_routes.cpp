#include "point/users/user_routes.hpp"

#include "base/uuid.hpp"
#include "point/body_fields.hpp"

namespace vss::point {
namespace {
constexpr http::TextRule kNameRule{.min = 1, .max = 64};
constexpr http::TextRule kEmailRule{.min = 1, .max = 254};
constexpr http::TextRule kSearchRule{.min = 1, .max = 100};

// Never the hash.
json::object ToJson(const User& user) {
  json::object out{{"id", user.id.value}, {"username", user.username}};
  out["email"] = user.email ? json::value(*user.email) : json::value(nullptr);
  out["role"] = user.role;
  out["team_id"] = user.team ? json::value(user.team->value) : json::value(nullptr);
  out["active"] = user.status == UserStatus::kActive;
  out["created_at"] = FormatRfc3339(user.created_at);
  out["updated_at"] = FormatRfc3339(user.updated_at);
  out["last_login_at"] =
      user.last_login_at ? json::value(FormatRfc3339(*user.last_login_at)) : json::value(nullptr);
  out["second_factor"] = user.has_second_factor;
  return out;
}

json::object ToJson(const UserWithWarning& result) {
  json::object out = ToJson(result.user);
  if (result.warning) out["warning"] = *result.warning;
  return out;
}

UserStatus ToStatus(bool active) { return active ? UserStatus::kActive : UserStatus::kDisabled; }

std::optional<TeamId> ReadTeam(http::BodyReader& body) {
  const auto id = body.OptionalText("team_id", {.min = 36, .max = 36});
  if (id && !IsUuid(*id)) body.Refuse("team_id", "wants the id of a team: a UUID in lower case");
  return id ? std::optional(TeamId{*id}) : std::nullopt;
}

CreateUser ParseCreateUser(http::BodyReader body) {
  CreateUser command{.username = body.Text("username", kNameRule),
                     .password = ReadPassword(body, "password"),
                     .email = body.OptionalText("email", kEmailRule),
                     .role = body.Text("role", kNameRule),
                     .team = ReadTeam(body)};
  body.Finish();
  return command;
}

UpdateUser ParseUpdateUser(http::BodyReader body) {
  UpdateUser command{.username = body.OptionalText("username", kNameRule),
                     .role = body.OptionalText("role", kNameRule)};
  if (body.Has("password")) command.password = ReadPassword(body, "password");
  if (body.IsNull("email")) {
    body.Raw("email");
    command.email = std::optional<std::string>();
  } else if (auto email = body.OptionalText("email", kEmailRule)) {
    command.email = std::move(email);
  }
  if (auto team = ReadTeam(body); body.Has("team_id")) command.team = std::move(team);
  if (const auto active = body.OptionalBool("active")) command.status = ToStatus(*active);
  body.RefuseNull({"username", "role", "active"});
  body.RequireAny({"username", "password", "email", "role", "team_id", "active"});
  body.Finish();
  return command;
}

UserFilter ParseFilter(http::QueryReader& query) {
  UserFilter filter{.username = query.Text("username", kNameRule),
                    .email = query.Text("email", kEmailRule),
                    .role = query.Text("role", kNameRule),
                    .permission = query.Text("permission", kNameRule),
                    .team = query.Text("team_id", {.min = 36, .max = 36})};
  if (filter.team && !IsUuid(*filter.team))
    query.Refuse("team_id", "wants the id of a team: a UUID in lower case");
  if (filter.permission && !IsPermission(*filter.permission))
    query.Refuse("permission", "wants a permission such as crm.write");
  filter.q = query.Text("q", kSearchRule);
  if (const auto active = query.Bool("active")) filter.status = ToStatus(*active);
  return filter;
}

std::optional<UserId> ParseHeir(http::QueryReader query) {
  const auto id = query.Text("reassign_to", {.min = 36, .max = 36});
  if (id && !IsUuid(*id)) query.Refuse("reassign_to", "wants the id of a user: a UUID in lower case");
  query.Finish();
  return id ? std::optional(UserId{*id}) : std::nullopt;
}

constexpr http::RouteOptions kBulk{.max_body_bytes = 256 * 1024,
                                   .deadline = std::chrono::seconds(120),  // for the hashes
                                   .idempotent_by_key = false,
                                   .body = http::BodyKind::kOwn};

struct BulkQuery {
  enum class Mode { kPreview, kCreate } mode = Mode::kPreview;
  std::optional<std::string> role;
};

BulkQuery ParseBulkQuery(http::QueryReader query) {
  BulkQuery parsed;
  const auto mode = query.Choice("mode", {"preview", "create"});
  if (!mode) query.Refuse("mode", "is required: preview or create");
  if (mode == "create") parsed.mode = BulkQuery::Mode::kCreate;
  parsed.role = query.Text("role", kNameRule);
  query.Finish();
  return parsed;
}

// A password that VSS made up is in the answer this once.
json::object ToJson(const BulkUser& row, BulkQuery::Mode mode) {
  const bool good = row.problems.empty();
  json::object out{{"line", row.line}, {"username", row.user.username}};
  out["email"] = row.user.email ? json::value(*row.user.email) : json::value(nullptr);
  out["role"] = row.user.role;
  out["team"] = row.team.empty() ? json::value(nullptr) : json::value(row.team);
  const std::string_view done = mode == BulkQuery::Mode::kCreate ? "created" : "ready";
  out["result"] = good ? done : "refused";
  out["problems"] = row.problems;
  const bool made_up = row.password_from == BulkUser::PasswordFrom::kMadeUp;
  if (good && made_up && mode == BulkQuery::Mode::kCreate) out["password"] = row.user.password.Reveal();
  return out;
}

json::object ToJson(const BulkUsers& users, BulkQuery::Mode mode) {
  json::array rows;
  for (const BulkUser& row : users.rows) rows.push_back(ToJson(row, mode));
  const auto good = users.good();
  return {{"good", good},
          {"refused", static_cast<std::int64_t>(users.rows.size()) - good},
          {"rows", std::move(rows)}};
}

UserId IdOf(const http::Context& ctx) { return {ctx.Param("id")}; }
}  // namespace

void MountUsers(http::Router& router, UserService& users) {
  router.Get("/api/users", http::Requires(perm::kUsersRead),
             [&users](http::Context& ctx) -> Task<http::Response> {
               http::QueryReader query = ctx.Query();
               UserFilter filter = ParseFilter(query);
               const PageRequest page =
                   query.Paging({"username", "email", "role", "created_at", "last_login_at", "id"});
               query.Finish();
               co_return http::List(ctx, page, co_await users.List(std::move(filter), page),
                                    [](const User& user) { return ToJson(user); });
             });
  router.Post("/api/users", http::Requires(perm::kUsersCreate),
              [&users](http::Context& ctx) -> Task<http::Response> {
                const UserWithWarning made = co_await users.Create(ctx.caller(), ParseCreateUser(ctx.Body()));
                co_return http::Created("/api/users/" + made.user.id.value, ToJson(made));
              });
  router.Post(
      "/api/users/bulk", http::Requires(perm::kUsersCreate),
      [&users](http::Context& ctx) -> Task<http::Response> {
        const BulkQuery query = ParseBulkQuery(ctx.Query());
        BulkUsers file = ParseBulkUsers(ctx.request().body, query.role);
        const bool create = query.mode == BulkQuery::Mode::kCreate;
        co_return http::Ok(ToJson(create ? co_await users.CreateMany(ctx.caller(), std::move(file))
                                         : co_await users.PreviewMany(ctx.caller(), std::move(file)),
                                  query.mode));
      },
      kBulk);
  router.Get("/api/users/:id", http::Requires(perm::kUsersRead),
             [&users](http::Context& ctx) -> Task<http::Response> {
               co_return http::Ok(ToJson(co_await users.Get(IdOf(ctx))));
             });
  router.Patch("/api/users/:id", http::Requires(perm::kUsersUpdate),
               [&users](http::Context& ctx) -> Task<http::Response> {
                 co_return http::Ok(
                     ToJson(co_await users.Update(ctx.caller(), IdOf(ctx), ParseUpdateUser(ctx.Body()))));
               });
  router.Delete("/api/users/:id", http::Requires(perm::kUsersDelete),
                [&users](http::Context& ctx) -> Task<http::Response> {
                  auto heir = ParseHeir(ctx.Query());
                  const DeletedUser deleted = co_await users.Delete(ctx.caller(), IdOf(ctx), std::move(heir));
                  json::object out = ToJson(deleted.user);
                  out["reassigned_leads"] = deleted.leads;
                  co_return http::Ok(std::move(out));
                });
}
}  // namespace vss::point
