#include "point/auth/sign_in_guard.hpp"

#include "base/error.hpp"

namespace vss::point {

AuditEntry Attempted(const Caller& caller, std::string action, const std::optional<User>& user,
                     const std::string& username) {
  AuditEntry entry = caller.Did(std::move(action), "user " + (user ? user->username : username));
  if (user) entry.user_id = user->id.value;
  entry.username = user ? user->username : username;
  return entry;
}

AuditEntry Refused(AuditEntry entry, std::string_view reason) {
  entry.success = false;
  entry.detail["reason"] = reason;
  return entry;
}

Task<void> SignInGuard::RefuseWhenThrottled(const Caller& caller, const std::string& username,
                                            LoginThrottle::Familiarity familiarity) {
  const auto wait = parts_.throttle.Wait(username, caller.address, familiarity);
  if (!wait) co_return;
  co_await parts_.refusals.Record(
      Refused(Attempted(caller, "auth.throttled", std::nullopt, username), "locked out"));
  throw Error(ErrorCode::kRateLimited,
              fmt::format("too many failed attempts: try again in {} s", wait->count()))
      .RetryAfter(*wait);
}

Task<void> SignInGuard::RecordFailure(LoginThrottle::Attempt& attempt, AuditEntry entry) {
  const std::vector<ThrottleRecord> records = attempt.Fail();
  const bool audited = parts_.refusals.Admit(entry) == RefusalLog::Admission::kWriteNow;
  co_await parts_.store.Write([&](Transaction& tx) {
    for (const ThrottleRecord& record : records) tx.throttle().Save(record);
    if (audited) tx.journal().Audit(entry);
  });
}

Task<User> SignInGuard::RequireOwnPassword(const Caller& caller, const Secret& password,
                                           std::string_view field, std::string action) {
  const std::string& username = caller.principal.username;
  co_await RefuseWhenThrottled(caller, username, LoginThrottle::Familiarity::kKnownAddress);
  auto attempt = Begin(caller, username);
  const UserId id{caller.principal.user_id};
  auto user = co_await parts_.store.Read([&](Transaction& tx) { return tx.users().Find(id); });
  if (!user) throw NotFound("user " + id.value);
  if (!co_await parts_.hasher.Verify(password, user->password_hash)) {
    co_await RecordFailure(attempt,
                           Refused(caller.Did(std::move(action), "user " + username), "wrong password"));
    throw InvalidField(field, "is not your password");
  }
  // What failed before stays counted: a code may be asked for next, and the password must not forgive its
  // guesses.
  co_return std::move(*user);
}
}  // namespace vss::point
