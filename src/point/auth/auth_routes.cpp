#include "point/auth/auth_routes.hpp"

#include "base/error.hpp"
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
  return out;
}

// SameSite=Lax and HttpOnly: neither a foreign page nor a script of ours can read or send it with a write.
std::string CookieText(std::string_view token, std::chrono::seconds max_age, CookieTransport transport) {
  return fmt::format("vss_token={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", token, max_age.count(),
                     transport == CookieTransport::kTlsOnly ? "; Secure" : "");
}

http::Response SignedInResponse(const SignedIn& signed_in, CookieTransport cookie) {
  http::Response response = http::Ok(json::object{{"token", signed_in.access_token.Reveal()},
                                                  {"expires_in", signed_in.expires_in.count()},
                                                  {"refresh_token", signed_in.refresh_token.Reveal()},
                                                  {"user", WhoJson(signed_in.user)},
                                                  {"permissions", ToJson(*signed_in.permissions)}});
  response.headers.Set("Set-Cookie",
                       CookieText(signed_in.access_token.Reveal(), signed_in.expires_in, cookie));
  response.headers.Set("Cache-Control", "no-store");
  return response;
}

Credentials ParseCredentials(http::BodyReader body) {
  Credentials credentials{.username = body.Text("username", {.min = 1, .max = 255}),
                          .password = ReadPassword(body, "password")};
  body.Finish();
  return credentials;
}

Secret ParseRefreshToken(http::BodyReader body) {
  Secret token(body.Text("refresh_token", {.min = 1, .max = 512}));
  body.Finish();
  return token;
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

void MountAuth(http::Router& router, AuthService& auth, CookieTransport cookie) {
  router.Post(
      "/api/auth/login", http::Public(),
      [&auth, cookie](http::Context& ctx) -> Task<http::Response> {
        co_return SignedInResponse(co_await auth.Login(ctx.caller(), ParseCredentials(ctx.Body())), cookie);
      },
      kAnswersSecret);
  router.Post(
      "/api/auth/refresh", http::Public(),
      [&auth, cookie](http::Context& ctx) -> Task<http::Response> {
        co_return SignedInResponse(co_await auth.Refresh(ctx.caller(), ParseRefreshToken(ctx.Body())),
                                   cookie);
      },
      kAnswersSecret);
  router.Post(
      "/api/auth/logout", http::SignedIn(),
      [&auth, cookie](http::Context& ctx) -> Task<http::Response> {
        ctx.Body().Finish();
        co_await auth.Logout(ctx.caller());
        http::Response response = http::NoContent();
        response.headers.Set("Set-Cookie", CookieText("", std::chrono::seconds(0), cookie));
        co_return response;
      },
      kAnswersSecret);
  router.Get("/api/auth/me", http::SignedIn(), [&auth](http::Context& ctx) -> Task<http::Response> {
    const Me me = co_await auth.GetMe(ctx.caller());
    co_return http::Ok(json::object{{"user", WhoJson(me.user)}, {"permissions", ToJson(*me.permissions)}});
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
