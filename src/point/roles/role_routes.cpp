#include "point/roles/role_routes.hpp"

#include "base/error.hpp"
#include "point/body_fields.hpp"

namespace vss::point {
namespace {
constexpr http::TextRule kNameRule{.min = 1, .max = 64};
constexpr http::TextRule kDescriptionRule{.min = 0, .max = 1000, .kind = http::TextRule::Kind::kParagraphs};

// Who may everything has no data rules, whatever is stored.
ScopeSet ScopesOf(const Role& role) {
  return role.permissions.AllowsAll() ? ScopeSet::Everything() : role.scopes;
}

json::object ToJson(const Role& role) {
  return {{"id", role.id.value},
          {"name", role.name},
          {"description", role.description},
          {"permissions", role.permissions.ToJson()},
          {"scope", ScopesOf(role).ToJson()},
          {"built_in", role.origin == RoleOrigin::kBuiltIn},
          {"created_at", FormatRfc3339(role.created_at)},
          {"updated_at", FormatRfc3339(role.updated_at)}};
}

// nullopt when absent, or after a problem was noted.
template <class Set>
std::optional<Set> ReadSet(http::BodyReader& body, std::string_view name) {
  const json::value* raw = body.Raw(name);
  if (raw == nullptr) return std::nullopt;
  try {
    return Set::Parse(*raw);
  } catch (const Error& error) {
    for (const auto& [field, wants] : error.details()) body.Refuse(field, wants.as_string());
    return std::nullopt;
  }
}

CreateRole ParseCreateRole(http::BodyReader body) {
  CreateRole command{.name = body.Text("name", kNameRule),
                     .description = body.OptionalText("description", kDescriptionRule).value_or("")};
  if (!body.Has("permissions")) body.Refuse("permissions", "is required");
  command.permissions = ReadSet<PermissionSet>(body, "permissions").value_or(PermissionSet());
  command.scopes = ReadSet<ScopeSet>(body, "scope").value_or(ScopeSet());
  body.Finish();
  return command;
}

UpdateRole ParseUpdateRole(http::BodyReader body) {
  UpdateRole command{.name = body.OptionalText("name", kNameRule),
                     .description = body.OptionalText("description", kDescriptionRule),
                     .permissions = ReadSet<PermissionSet>(body, "permissions"),
                     .scopes = ReadSet<ScopeSet>(body, "scope")};
  body.RefuseNull({"name", "description"});
  body.RequireAny({"name", "description", "permissions", "scope"});
  body.Finish();
  return command;
}

RoleId IdOf(const http::Context& ctx) { return {ctx.Param("id")}; }
}  // namespace

void MountRoles(http::Router& router, RoleService& roles) {
  router.Get("/api/roles", http::Requires(perm::kRolesRead),
             [&roles](http::Context& ctx) -> Task<http::Response> {
               http::QueryReader query = ctx.Query();
               const PageRequest page = query.Paging({"name", "id"});
               query.Finish();
               co_return http::List(ctx, page, co_await roles.List(page),
                                    [](const Role& role) { return ToJson(role); });
             });
  router.Post("/api/roles", http::Requires(perm::kRolesCreate),
              [&roles](http::Context& ctx) -> Task<http::Response> {
                const Role role = co_await roles.Create(ctx.caller(), ParseCreateRole(ctx.Body()));
                co_return http::Created("/api/roles/" + role.id.value, ToJson(role));
              });
  router.Get("/api/roles/:id", http::Requires(perm::kRolesRead),
             [&roles](http::Context& ctx) -> Task<http::Response> {
               co_return http::Ok(ToJson(co_await roles.Get(IdOf(ctx))));
             });
  router.Patch("/api/roles/:id", http::Requires(perm::kRolesUpdate),
               [&roles](http::Context& ctx) -> Task<http::Response> {
                 co_return http::Ok(
                     ToJson(co_await roles.Update(ctx.caller(), IdOf(ctx), ParseUpdateRole(ctx.Body()))));
               });
  router.Delete("/api/roles/:id", http::Requires(perm::kRolesDelete),
                [&roles](http::Context& ctx) -> Task<http::Response> {
                  co_return http::Ok(ToJson(co_await roles.Delete(ctx.caller(), IdOf(ctx))));
                });
}
}  // namespace vss::point
