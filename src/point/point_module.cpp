#include "point/point_module.hpp"

#include "point/audit/audit_routes.hpp"
#include "point/auth/auth_routes.hpp"
#include "point/roles/role_routes.hpp"
#include "point/second_factor/second_factor_routes.hpp"
#include "point/teams/team_routes.hpp"
#include "point/users/user_routes.hpp"

namespace vss::point {
namespace {
constexpr std::chrono::milliseconds kPollPeriod{500};  // half of the second within which changes act
}  // namespace

PointModule::PointModule(PointDeps deps, PointSettings settings)
    : deps_(deps),
      settings_(std::move(settings)),
      trust_{.key = settings_.jwt_key},
      directory_(deps.store, deps.clock, trust_),
      hasher_(deps.cpu, deps.random, settings_.bcrypt_cost),
      throttle_(settings_.throttle, deps.clock),
      refusals_(deps.store, deps.clock),
      guard_({.store = deps.store, .hasher = hasher_, .throttle = throttle_, .refusals = refusals_}),
      codes_(settings_.second_factor_key, deps.random),
      auth_({.store = deps.store,
             .directory = directory_,
             .hasher = hasher_,
             .guard = guard_,
             .codes = codes_,
             .refusals = refusals_,
             .trust = trust_,
             .clock = deps.clock,
             .random = deps.random},
            settings_),
      second_factors_({.store = deps.store,
                       .directory = directory_,
                       .guard = guard_,
                       .codes = codes_,
                       .clock = deps.clock}),
      users_({.store = deps.store,
              .directory = directory_,
              .hasher = hasher_,
              .clock = deps.clock,
              .random = deps.random}),
      roles_({.store = deps.store, .directory = directory_, .clock = deps.clock, .random = deps.random}),
      teams_({.store = deps.store, .directory = directory_, .clock = deps.clock, .random = deps.random}) {
  directory_.OnNewPassword([this](const std::string& username) { throttle_.Forgive(username); });
}

Task<void> PointModule::Prepare() {
  co_await directory_.Load();
  const std::size_t limit = settings_.throttle.max_records;
  throttle_.Restore(
      co_await deps_.store.Read([limit](Transaction& tx) { return tx.throttle().ListNewest(limit); }));
}

void PointModule::Mount(http::Router& router) {
  MountAuth(router, auth_, settings_);
  MountSecondFactor(router, second_factors_);
  MountUsers(router, users_);
  MountRoles(router, roles_);
  MountTeams(router, teams_);
  MountAudit(router, deps_.store);
}

void PointModule::Start(TaskScope& scope) {
  scope_ = &scope;
  scope.Every("access changes", kPollPeriod, [this] { return directory_.Poll(); });
  scope.Every("counted refusals", std::chrono::minutes(1), [this] { return refusals_.Flush(); });
  scope.Every("expired sessions", std::chrono::hours(1), [this] { return ForgetExpired(); });
}

void PointModule::NoteRefusal(AuditEntry entry) {
  if (scope_ != nullptr) refusals_.Note(*scope_, std::move(entry));
}

Task<void> PointModule::ForgetExpired() {
  const Instant now = deps_.clock.Now();
  const Instant forgiven = now - settings_.throttle.forget_after - settings_.throttle.pair.longest_lock;
  co_await deps_.store.Write([&](Transaction& tx) {
    tx.sessions().DeleteExpired(now);
    tx.throttle().DeleteBefore(forgiven);
  });
}
}  // namespace vss::point
