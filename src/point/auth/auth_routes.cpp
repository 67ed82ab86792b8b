#include "point/auth/auth_routes.hpp"

#include "base/error.hpp"
#include "http/cookies.hpp"
#include "http/credentials.hpp"
#include "http/dispatcher.hpp"
#include "point/body_fields.hpp"

namespace vss::point {
namespace {
constexpr http::RouteOptions kAnswersSecret{.max_body_bytes = 16 * 1024, .idempotent_by_key = false};

json::array ToJson(const PermissionSet& permissions) {
  json::array out;
  for (std::string& permission : permissions.List()) out.emplace_back(std::move(permission));
  return out;
}

json::object WhoJson(const User& user) {
  json::object out{{"id", user.id.value}, {"username", user.username}};
  out["email"] = user.email ? json::value(*user.email) : json::value(nullptr);
  out["role"] = user.role;
  out["team_id"] = user.team ? json::value(user.team->value) : json::value(nullptr);
  return out;
}

http::Response SignedInResponse(const SignedIn& signed_in, RefreshBy by, const SessionCookies& cookies) {
  json::object body{
      {"token", signed_in.access_token.Reveal()}, {"expires_in", signed_in.expires_in.count()},
      {"user", WhoJson(signed_in.user)},          {"permissions", ToJson(*signed_in.permissions)},
      {"scope", signed_in.scopes.ToJson()},       {"second_factor", ToString(signed_in.second_factor)}};
  if (by == RefreshBy::kBody) body["refresh_token"] = signed_in.refresh_token.Reveal();
  http::Response response = http::Ok(body);
  response.headers.Add("Set-Cookie", cookies.Access(signed_in));
  if (by == RefreshBy::kCookie) response.headers.Add("Set-Cookie", cookies.Refresh(signed_in));
  response.headers.Set("Cache-Control", "no-store");
  return response;
}

// Tabs share the cookie, and one of them has the new tokens already. This one is told to ask again; should it
// not have got that tab's cookie, because an answer was lost, it gets it here.
http::Response RacedResponse(const http::Context& ctx, const SignedIn& signed_in,
                             const SessionCookies& cookies) {
  const Error error(ErrorCode::kConflict, "another request renewed this session just now: ask again");
  http::Response response =
      http::Json(Describe(error.code()).http_status, http::ErrorBody(error, ctx.request_id()));
  response.headers.Add("Set-Cookie", cookies.Access(signed_in));
  response.headers.Add("Set-Cookie", cookies.Refresh(signed_in));
  return response;
}

RefreshBy ParseRefreshBy(http::BodyReader& body) {
  return body.OptionalChoice("refresh", {"body", "cookie"}) == "cookie" ? RefreshBy::kCookie
                                                                        : RefreshBy::kBody;
}

struct LoginCommand {
  Credentials credentials;
  RefreshBy refresh_by;
};

LoginCommand ParseLogin(http::BodyReader body) {
  LoginCommand command{{.username = body.Text("username", {.min = 1, .max = 255}),
                        .password = ReadPassword(body, "password"),
                        .code = body.OptionalText("code", {.min = 1, .max = 32})},
                       ParseRefreshBy(body)};
  body.Finish();
  return command;
}

struct RefreshCommand {
  Secret token;
  RefreshBy refresh_by;
};

// The token comes back the way it was given: by the body, or by the cookie, which only a page of ours may
// use.
RefreshCommand ParseRefresh(const http::Request& request, http::BodyReader body) {
  const auto given = body.OptionalText("refresh_token", {.min = 1, .max = 512});
  const auto kept = http::FindCookie(request, kRefreshCookie);
  if (!kept && (!body.Has("refresh_token") || body.IsNull("refresh_token")))
    body.Refuse("refresh_token", "is required where there is no cookie vss_refresh");
  body.Finish();
  if (given) return {Secret(*given), RefreshBy::kBody};
  if (!http::IsFromOwnPage(request))
    throw Error(ErrorCode::kAuthFail, "the cookie counts for pages of this origin only");
  return {Secret(std::string(kept.value_or(""))), RefreshBy::kCookie};
}

ChangePassword ParseChangePassword(http::BodyReader body) {
  ChangePassword command{.current_password = ReadPassword(body, "current"),
                         .new_password = ReadPassword(body, "new")};
  body.Finish();
  return command;
}

std::string ParseAction(http::QueryReader query) {
  const auto action = query.Text("action", {.min = 1, .max = 100});
  if (!action) {
    query.Refuse("action", "is required: a permission such as slots.read");
  } else if (!IsPermission(*action)) {
    query.Refuse("action", "names no permission that exists");
  }
  query.Finish();
  return action.value_or("");
}

json::object RoleCheckJson(const Principal& principal, const std::string& action) {
  return {{"allowed", principal.Allows(action)},
          {"action", action},
          {"role", principal.role},
          {"permissions", ToJson(*principal.permissions)}};
}

json::object PasswordChangedJson(const std::optional<std::string>& warning) {
  json::object out{{"changed", true}};
  if (warning) out["warning"] = *warning;
  return out;
}
}  // namespace

void MountAuth(http::Router& router, AuthService& auth, const PointSettings& settings) {
  const SessionCookies cookies(settings.cookie, settings.refresh_ttl);
  router.Post(
      "/api/auth/login", http::Public(),
      [&auth, &settings, cookies](http::Context& ctx) -> Task<http::Response> {
        http::RefuseForeignForms(ctx.request(), settings.cors_origins);
        LoginCommand command = ParseLogin(ctx.Body());
        const SignedIn signed_in = co_await auth.Login(ctx.caller(), std::move(command.credentials));
        co_return SignedInResponse(signed_in, command.refresh_by, cookies);
      },
      kAnswersSecret);
  router.Post(
      "/api/auth/refresh", http::Public(),
      [&auth, &settings, cookies](http::Context& ctx) -> Task<http::Response> {
        http::RefuseForeignForms(ctx.request(), settings.cors_origins);
        RefreshCommand command = ParseRefresh(ctx.request(), ctx.Body());
        const Renewal renewal = co_await auth.Refresh(ctx.caller(), std::move(command.token));
        const bool raced =
            renewal.kind == Renewal::Kind::kRepeated && command.refresh_by == RefreshBy::kCookie;
        co_return raced ? RacedResponse(ctx, renewal.signed_in, cookies)
                        : SignedInResponse(renewal.signed_in, command.refresh_by, cookies);
      },
      kAnswersSecret);
  router.Post(
      "/api/auth/logout", http::SignedIn(),
      [&auth, cookies](http::Context& ctx) -> Task<http::Response> {
        ctx.Body().Finish();
        co_await auth.Logout(ctx.caller());
        http::Response response = http::NoContent();
        for (std::string& removal : cookies.Removals())
          response.headers.Add("Set-Cookie", std::move(removal));
        co_return response;
      },
      kAnswersSecret);
  router.Get("/api/auth/me", http::SignedIn(), [&auth](http::Context& ctx) -> Task<http::Response> {
    const Me me = co_await auth.GetMe(ctx.caller());
    co_return http::Ok(json::object{{"user", WhoJson(me.user)},
                                    {"permissions", ToJson(*me.permissions)},
                                    {"scope", ctx.principal().scopes.ToJson()},
                                    {"second_factor", ToString(me.second_factor)}});
  });
  router.Post(
      "/api/auth/password", http::SignedIn(),
      [&auth](http::Context& ctx) -> Task<http::Response> {
        const auto warning = co_await auth.ChangeOwnPassword(ctx.caller(), ParseChangePassword(ctx.Body()));
        co_return http::Ok(PasswordChangedJson(warning));
      },
      kAnswersSecret);
  router.Get("/api/point/rolecheck", http::SignedIn(), [](http::Context& ctx) -> Task<http::Response> {
    co_return http::Ok(RoleCheckJson(ctx.principal(), ParseAction(ctx.Query())));
  });
}
}  // namespace vss::point
