#include "point/auth/auth_service.hpp"

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "point/passwords/password_policy.hpp"

namespace vss::point {
namespace {
constexpr std::int64_t kMaxSessionsPerUser = 1000;
constexpr std::size_t kRefreshTokenBytes = 32;

Error WrongCredentials() { return Error(ErrorCode::kAuthFail, "the user name or the password is wrong"); }
Error InvalidRefreshToken() {
  return Error(ErrorCode::kAuthFail, "the refresh token is not valid: sign in again");
}

// An entry by or about somebody who is not signed in.
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

std::string_view WhyRefused(const std::optional<User>& user) {
  if (!user) return "no such user";
  return user->status == UserStatus::kActive ? "wrong password" : "disabled, or wrong password";
}

// Marks a refresh token as being used until it goes out of scope.
class Claim {
 public:
  Claim(std::set<std::string>& claimed, const std::string& hash) : claimed_(claimed), hash_(hash) {
    if (!claimed_.insert(hash_).second) {
      throw Error(ErrorCode::kConflict,
                  "this refresh token is being used by another request: use that one's answer");
    }
  }
  ~Claim() { claimed_.erase(hash_); }
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;

 private:
  std::set<std::string>& claimed_;
  std::string hash_;
};
}  // namespace

Task<AuthService::Candidate> AuthService::FindCandidate(const std::string& username,
                                                        const std::string& address) {
  co_return co_await parts_.store.Read([&](Transaction& tx) {
    Candidate candidate{.user = tx.users().FindByUsername(username)};
    if (candidate.user && tx.sessions().HasSignedInFrom(candidate.user->id, address)) {
      candidate.familiarity = LoginThrottle::Familiarity::kKnownAddress;
    }
    return candidate;
  });
}

Task<void> AuthService::RefuseWhenThrottled(const Caller& caller, const std::string& username,
                                            LoginThrottle::Familiarity familiarity) {
  const auto wait = parts_.throttle.Wait(username, caller.address, familiarity);
  if (!wait) co_return;
  co_await parts_.refusals.Record(
      Refused(Attempted(caller, "auth.throttled", std::nullopt, username), "locked out"));
  throw Error(ErrorCode::kRateLimited,
              fmt::format("too many failed attempts: try again in {} s", wait->count()))
      .RetryAfter(*wait);
}

Task<void> AuthService::RecordFailure(LoginThrottle::Attempt& attempt, AuditEntry entry) {
  const std::vector<ThrottleRecord> records = attempt.Fail();
  const bool audited = parts_.refusals.Admit(entry) == RefusalLog::Admission::kWriteNow;
  co_await parts_.store.Write([&](Transaction& tx) {
    for (const ThrottleRecord& record : records) tx.throttle().Save(record);
    if (audited) tx.journal().Audit(entry);
  });
}

Task<SignedIn> AuthService::Login(const Caller& caller, Credentials credentials) {
  // Known-address rules need a look into the database; who is locked out by the others does not get that far.
  co_await RefuseWhenThrottled(caller, credentials.username, LoginThrottle::Familiarity::kKnownAddress);
  const Candidate candidate = co_await FindCandidate(credentials.username, caller.address);
  co_await RefuseWhenThrottled(caller, credentials.username, candidate.familiarity);
  auto attempt = parts_.throttle.Begin(credentials.username, caller.address);

  const auto hash = candidate.user ? std::optional(candidate.user->password_hash) : std::nullopt;
  const bool right = co_await parts_.hasher.Verify(credentials.password, hash);
  if (!right || candidate.user->status != UserStatus::kActive) {
    co_await RecordFailure(attempt,
                           Refused(Attempted(caller, "auth.login", candidate.user, credentials.username),
                                   WhyRefused(candidate.user)));
    throw WrongCredentials();
  }
  FreshTokens tokens = MakeTokens(*candidate.user, {.id = {parts_.random.Uuid()},
                                                    .user = candidate.user->id,
                                                    .address = caller.address,
                                                    .created_at = parts_.clock.Now()});
  User user = co_await OpenSession(caller, *candidate.user, tokens, attempt.Succeed());
  co_return co_await Answer(std::move(user), std::move(tokens));
}

Task<User> AuthService::OpenSession(const Caller& caller, const User& user, const FreshTokens& tokens,
                                    std::string forgiven) {
  const Instant now = parts_.clock.Now();
  co_return co_await parts_.store.Write([&](Transaction& tx) {
    auto current = tx.users().Find(user.id);
    // It may have changed while the password was being checked.
    if (!current || current->status != UserStatus::kActive ||
        current->password_hash.Reveal() != user.password_hash.Reveal()) {
      throw WrongCredentials();
    }
    current->last_login_at = now;
    tx.users().Update(*current);
    tx.sessions().RevokeOldest(user.id, kMaxSessionsPerUser - 1, now);
    tx.sessions().Insert(tokens.session);
    tx.refresh_tokens().Insert(crypto::Sha256Hex(tokens.refresh.Reveal()), tokens.session.id,
                               tokens.session.expires_at);
    tx.throttle().Delete(forgiven);
    tx.journal().Audit(Attempted(caller, "auth.login", current, {}));
    return *current;
  });
}

AuthService::FreshTokens AuthService::MakeTokens(const User& user, Session session) {
  const auto now = std::chrono::floor<std::chrono::seconds>(parts_.clock.Now());
  const jwt::Claims claims{.subject = user.id.value,
                           .session_id = session.id.value,
                           .role = user.role,
                           .token_id = parts_.random.Token(9),
                           .issued_at = now,
                           .not_before = now,
                           .expires_at = now + settings_.access_ttl};
  session.access_expires_at = claims.expires_at;
  session.expires_at = parts_.clock.Now() + settings_.refresh_ttl;
  return {.access = Secret(jwt::Sign(claims, parts_.trust)),
          .refresh = Secret(parts_.random.Token(kRefreshTokenBytes)),
          .session = std::move(session)};
}

Task<SignedIn> AuthService::Answer(User user, FreshTokens tokens) {
  // Made by another process a moment ago, and not polled yet.
  if (!parts_.directory.Knows(user.id)) co_await parts_.directory.Load();
  auto permissions = parts_.directory.PermissionsOf(user.role);
  const ScopeSet scopes = parts_.directory.ScopesOf(user.role);
  co_return SignedIn{.access_token = std::move(tokens.access),
                     .expires_in = settings_.access_ttl,
                     .refresh_token = std::move(tokens.refresh),
                     .user = std::move(user),
                     .permissions = std::move(permissions),
                     .scopes = scopes};
}

Task<SignedIn> AuthService::Refresh(const Caller& caller, Secret refresh_token) {
  const std::string hash = crypto::Sha256Hex(refresh_token.Reveal());
  const Claim claim(refreshing_, hash);
  RefreshOutcome outcome =
      co_await parts_.store.Write([&](Transaction& tx) { return RefreshIn(tx, caller, hash); });
  using enum RefreshOutcome::Kind;
  if (outcome.kind == kReused) co_await parts_.directory.Load();
  if (outcome.kind == kUnknown || outcome.kind == kEnded) {
    co_await parts_.refusals.Record(Refused(Attempted(caller, "auth.refresh", outcome.user, ""),
                                            outcome.kind == kEnded ? "session ended" : "unknown token"));
  }
  if (outcome.kind != kRefreshed) throw InvalidRefreshToken();
  co_return co_await Answer(std::move(*outcome.user), std::move(*outcome.tokens));
}

AuthService::RefreshOutcome AuthService::RefreshIn(Transaction& tx, const Caller& caller,
                                                   const std::string& hash) {
  using enum RefreshOutcome::Kind;
  const Instant now = parts_.clock.Now();
  const auto record = tx.refresh_tokens().Find(hash);
  if (!record) return {.kind = kUnknown};
  auto user = tx.users().Find(record->user);
  if (record->state == RefreshRecord::State::kRevoked || record->expires_at <= now || !user ||
      user->status != UserStatus::kActive) {
    return {.kind = kEnded, .user = std::move(user)};
  }
  if (record->state == RefreshRecord::State::kUsed || !tx.refresh_tokens().Use(hash, now)) {
    return EndReusedFamily(tx, caller, *record);
  }
  FreshTokens tokens = MakeTokens(*user, {.id = record->session, .user = user->id});
  tx.refresh_tokens().Insert(crypto::Sha256Hex(tokens.refresh.Reveal()), record->session,
                             tokens.session.expires_at);
  tx.sessions().Extend(record->session, tokens.session.access_expires_at, tokens.session.expires_at);
  // Every page load renews its session: that is no record, or nobody would find the others among them.
  return {.kind = kRefreshed, .user = std::move(user), .tokens = std::move(tokens)};
}

AuthService::RefreshOutcome AuthService::EndReusedFamily(Transaction& tx, const Caller& caller,
                                                         const RefreshRecord& record) {
  tx.sessions().Revoke(record.session, parts_.clock.Now());
  const auto user = tx.users().Find(record.user);
  tx.journal().Audit(
      Refused(Attempted(caller, "auth.refresh", user, {}), "used twice: the session was ended"));
  return {.kind = RefreshOutcome::Kind::kReused, .user = user};
}

Task<void> AuthService::Logout(const Caller& caller) {
  const Instant now = parts_.clock.Now();
  co_await parts_.store.Write([&](Transaction& tx) {
    tx.sessions().Revoke({caller.principal.session_id}, now);
    tx.journal().Audit(caller.Did("auth.logout", "user " + caller.principal.username));
  });
  co_await parts_.directory.Load();
}

Task<Me> AuthService::GetMe(const Caller& caller) {
  const UserId id{caller.principal.user_id};
  auto user = co_await parts_.store.Read([&](Transaction& tx) { return tx.users().Find(id); });
  if (!user) throw NotFound("user " + id.value);
  co_return Me{std::move(*user), caller.principal.permissions};
}

Task<std::optional<std::string>> AuthService::ChangeOwnPassword(const Caller& caller,
                                                                ChangePassword command) {
  const std::string& username = caller.principal.username;
  if (const auto reason = RefusePassword(command.new_password, username)) throw InvalidField("new", *reason);
  if (command.new_password.Reveal() == command.current_password.Reveal()) {
    throw InvalidField("new", "must differ from the current password");
  }
  // A stolen token must not be good for guessing the password.
  co_await RefuseWhenThrottled(caller, username, LoginThrottle::Familiarity::kKnownAddress);
  auto attempt = parts_.throttle.Begin(username, caller.address);
  const User user = (co_await GetMe(caller)).user;
  if (!co_await parts_.hasher.Verify(command.current_password, user.password_hash)) {
    co_await RecordFailure(attempt,
                           Refused(caller.Did("auth.password", "user " + username), "wrong password"));
    throw InvalidField("current", "is not your password");
  }
  attempt.Succeed();
  const Secret hash = co_await parts_.hasher.Hash(command.new_password);
  const Instant now = parts_.clock.Now();
  co_await parts_.store.Write([&](Transaction& tx) {
    auto current = tx.users().Find(user.id);
    if (!current || current->password_hash.Reveal() != user.password_hash.Reveal()) {
      throw Error(ErrorCode::kConflict, "the password was changed by somebody else just now");
    }
    current->SetPassword(hash, now);
    tx.users().Update(*current);
    const auto ended = tx.sessions().RevokeAllOf(user.id, SessionId{caller.principal.session_id}, now);
    tx.journal().Audit(caller.Did("auth.password", "user " + username, {{"sessions_ended", ended}}));
  });
  co_await parts_.directory.Load();
  co_return WarnAboutPassword(command.new_password);
}
}  // namespace vss::point
