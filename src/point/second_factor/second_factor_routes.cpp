#include "point/second_factor/second_factor_routes.hpp"

#include "point/body_fields.hpp"
#include "point/second_factor/totp.hpp"

namespace vss::point {
namespace {
constexpr http::RouteOptions kShowsSecretOnce{.max_body_bytes = 16 * 1024, .idempotent_by_key = false};
constexpr http::TextRule kCodeRule{.min = 1, .max = 32};
constexpr std::size_t kMaxRoles = 1000;

json::object ToJson(const SecondFactorStatus& status) {
  return {{"state", ToString(status.state)},
          {"required_by_role", status.required_by_role},
          {"recovery_codes", status.recovery_codes}};
}

json::object ToJson(const Enrolment& enrolment) {
  return {{"secret", totp::Base32(enrolment.secret.Reveal())}, {"uri", enrolment.uri}};
}

json::object ToJson(const std::vector<Secret>& recovery_codes) {
  json::array codes;
  for (const Secret& code : recovery_codes) codes.emplace_back(code.Reveal());
  return {{"recovery_codes", std::move(codes)}};
}

json::object RolesJson(const std::vector<std::string>& roles) {
  return {{"roles", json::array(roles.begin(), roles.end())}};
}

Secret ParsePassword(http::BodyReader body) {
  Secret password = ReadPassword(body, "password");
  body.Finish();
  return password;
}

std::string ParseCode(http::BodyReader body) {
  std::string code = body.Text("code", kCodeRule);
  body.Finish();
  return code;
}

struct Proof {
  Secret password;
  std::string code;
};

Proof ParseProof(http::BodyReader body) {
  Proof proof{.password = ReadPassword(body, "password"), .code = body.Text("code", kCodeRule)};
  body.Finish();
  return proof;
}

std::vector<std::string> ParseRoles(http::BodyReader body) {
  auto roles = body.OptionalTexts("roles", kMaxRoles, {.min = 1, .max = 64});
  if (!body.Has("roles")) body.Refuse("roles", "is required: a list of names of roles, which may be empty");
  body.RefuseNull({"roles"});
  body.Finish();
  return roles.value_or(std::vector<std::string>());
}
}  // namespace

void MountSecondFactor(http::Router& router, SecondFactorService& factors) {
  router.Get("/api/auth/second-factor", http::SignedIn(),
             [&factors](http::Context& ctx) -> Task<http::Response> {
               co_return http::Ok(ToJson(co_await factors.StatusOf(ctx.caller())));
             });
  router.Post(
      "/api/auth/second-factor", http::SignedIn(),
      [&factors](http::Context& ctx) -> Task<http::Response> {
        co_return http::Ok(ToJson(co_await factors.Begin(ctx.caller(), ParsePassword(ctx.Body()))));
      },
      kShowsSecretOnce);
  router.Post(
      "/api/auth/second-factor/confirm", http::SignedIn(),
      [&factors](http::Context& ctx) -> Task<http::Response> {
        co_return http::Ok(ToJson(co_await factors.Confirm(ctx.caller(), ParseCode(ctx.Body()))));
      },
      kShowsSecretOnce);
  router.Post(
      "/api/auth/second-factor/remove", http::SignedIn(),
      [&factors](http::Context& ctx) -> Task<http::Response> {
        Proof proof = ParseProof(ctx.Body());
        co_await factors.Remove(ctx.caller(), std::move(proof.password), std::move(proof.code));
        co_return http::NoContent();
      },
      kShowsSecretOnce);
  router.Post(
      "/api/auth/second-factor/recovery-codes", http::SignedIn(),
      [&factors](http::Context& ctx) -> Task<http::Response> {
        Proof proof = ParseProof(ctx.Body());
        co_return http::Ok(ToJson(co_await factors.RenewRecoveryCodes(ctx.caller(), std::move(proof.password),
                                                                      std::move(proof.code))));
      },
      kShowsSecretOnce);
  router.Delete("/api/users/:id/second-factor", http::Requires(perm::kUsersUpdate),
                [&factors](http::Context& ctx) -> Task<http::Response> {
                  co_await factors.Reset(ctx.caller(), {ctx.Param("id")});
                  co_return http::NoContent();
                });
  router.Get("/api/security/second-factor", http::Requires(perm::kRolesRead),
             [&factors](http::Context&) -> Task<http::Response> {
               co_return http::Ok(RolesJson(co_await factors.ListRoles()));
             });
  router.Put("/api/security/second-factor", http::Requires(perm::kRolesUpdate),
             [&factors](http::Context& ctx) -> Task<http::Response> {
               co_return http::Ok(RolesJson(co_await factors.SetRoles(ctx.caller(), ParseRoles(ctx.Body()))));
             });
}
}  // namespace vss::point
