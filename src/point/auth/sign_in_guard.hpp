#pragma once
#include <string_view>

#include "contracts/principal.hpp"
#include "point/auth/login_throttle.hpp"
#include "point/auth/refusal_log.hpp"
#include "point/passwords/password_hasher.hpp"
#include "point/ports/store.hpp"

namespace vss::point {

/// What SignInGuard works with; all outlive it.
struct SignInGuardParts {
  Store<Transaction>& store;
  PasswordHasher& hasher;
  LoginThrottle& throttle;
  RefusalLog& refusals;
};

/// Stands before every check of a password or a code: counts what fails, and keeps out who fails too often.
/// Lives on the HTTP loop.
class SignInGuard {
 public:
  explicit SignInGuard(SignInGuardParts parts) : parts_(parts) {}

  /// Throws Error(kRateLimited) with Retry-After, audited, while the counters of `username` lock it.
  Task<void> RefuseWhenThrottled(const Caller& caller, const std::string& username,
                                 LoginThrottle::Familiarity familiarity);
  /// Right behind RefuseWhenThrottled, without a suspension between.
  LoginThrottle::Attempt Begin(const Caller& caller, const std::string& username) {
    return parts_.throttle.Begin(username, caller.address);
  }
  /// Counts it, and audits `entry` unless there are too many of its kind.
  Task<void> RecordFailure(LoginThrottle::Attempt& attempt, AuditEntry entry);
  /// The caller, who knows their password: a stolen token must not be good for guessing it. Throws
  /// Error(kInvalidParams) naming `field`, and audits that as a failure of `action`.
  Task<User> RequireOwnPassword(const Caller& caller, const Secret& password, std::string_view field,
                                std::string action);

 private:
  SignInGuardParts parts_;
};

/// An entry by or about somebody who is not signed in.
AuditEntry Attempted(const Caller& caller, std::string action, const std::optional<User>& user,
                     const std::string& username);
AuditEntry Refused(AuditEntry entry, std::string_view reason);
}  // namespace vss::point
