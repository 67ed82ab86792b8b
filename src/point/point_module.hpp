#pragma once
#include "http/router.hpp"
#include "point/auth/access_directory.hpp"
#include "point/auth/auth_service.hpp"
#include "point/auth/login_throttle.hpp"
#include "point/auth/refusal_log.hpp"
#include "point/passwords/password_hasher.hpp"
#include "point/roles/role_service.hpp"
#include "point/second_factor/second_factor_service.hpp"
#include "point/teams/team_service.hpp"
#include "point/users/user_service.hpp"

namespace vss::point {

/// What POINT needs from outside; all outlive the module.
struct PointDeps {
  Store<Transaction>& store;
  BlockingPool& cpu;  ///< bcrypt runs there
  Clock& clock;
  Random& random;
};

/// POINT as a whole: owns its services. Lives on the HTTP loop. Order: Prepare, EnsureFirstAdmin, Mount,
/// Start; at the end the scope's Stop, then Finish.
class PointModule {
 public:
  PointModule(PointDeps deps, PointSettings settings);

  /// Reads the directory and the lock-outs from the store.
  Task<void> Prepare();
  /// The password of the `admin` made at first start, when VSS made it up: print it once, and keep it 0600.
  Task<std::optional<Secret>> EnsureFirstAdmin(std::optional<Secret> given) {
    return users_.EnsureFirstAdmin(std::move(given));
  }
  void Mount(http::Router& router);
  /// Polls for changes made elsewhere (every 500 ms), writes counted refusals, forgets what has expired.
  void Start(TaskScope& scope);
  /// For http::Edge::on_refused, after Start.
  void NoteRefusal(AuditEntry entry);
  /// Writes what is still counted.
  Task<void> Finish() { return refusals_.Flush(); }

  TokenVerifier& tokens() { return directory_; }
  UserService& users() { return users_; }
  SecondFactorService& second_factors() { return second_factors_; }
  RefusalLog& refusals() { return refusals_; }

 private:
  Task<void> ForgetExpired();

  PointDeps deps_;
  PointSettings settings_;
  jwt::Trust trust_;
  AccessDirectory directory_;
  PasswordHasher hasher_;
  LoginThrottle throttle_;
  RefusalLog refusals_;
  SignInGuard guard_;
  SecondFactorCodes codes_;
  AuthService auth_;
  SecondFactorService second_factors_;
  UserService users_;
  RoleService roles_;
  TeamService teams_;
  TaskScope* scope_ = nullptr;
};
}  // namespace vss::point
