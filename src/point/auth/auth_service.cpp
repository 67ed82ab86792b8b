#include "point/auth/auth_service.hpp"

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "point/passwords/password_policy.hpp"

namespace vss::point {
namespace {
constexpr std::int64_t kMaxSessionsPerUser = 1000;
constexpr std::size_t kRefreshTokenBytes = 32;
constexpr int kMaxRenewalsInGrace = 64;

Error WrongCredentials() { return Error(ErrorCode::kAuthFail, "the user name or the password is wrong"); }
Error InvalidRefreshToken() {
  return Error(ErrorCode::kAuthFail, "the refresh token is not valid: sign in again");
}

Error SecondFactorRequired() {
  return Error(ErrorCode::kSecondFactorRequired,
               "the password is right; sign in with a code of the second factor, too",
               {{"code", "is required: of the authenticator app, or a recovery code"}});
}
Error WrongCode(std::string_view why) {
  return Error(ErrorCode::kAuthFail, fmt::format("the code of the second factor {}", why), {{"code", why}});
}

std::string_view WhyRefused(const std::optional<User>& user) {
  if (!user) return "no such user";
  return user->status == UserStatus::kActive ? "wrong password" : "disabled, or wrong password";
}

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

Task<SignedIn> AuthService::Login(const Caller& caller, Credentials credentials) {
  // Known-address rules need a look into the database; who is locked out by the others does not get that far.
  co_await parts_.guard.RefuseWhenThrottled(caller, credentials.username,
                                            LoginThrottle::Familiarity::kKnownAddress);
  const Candidate candidate = co_await FindCandidate(credentials.username, caller.address);
  co_await parts_.guard.RefuseWhenThrottled(caller, credentials.username, candidate.familiarity);
  auto attempt = parts_.guard.Begin(caller, credentials.username);

  const auto hash = candidate.user ? std::optional(candidate.user->password_hash) : std::nullopt;
  const bool right = co_await parts_.hasher.Verify(credentials.password, hash);
  if (!right || candidate.user->status != UserStatus::kActive) {
    co_await parts_.guard.RecordFailure(
        attempt, Refused(Attempted(caller, "auth.login", candidate.user, credentials.username),
                         WhyRefused(candidate.user)));
    throw WrongCredentials();
  }
  FreshTokens tokens = MakeTokens(*candidate.user,
                                  {.id = {parts_.random.Uuid()},
                                   .user = candidate.user->id,
                                   .address = caller.address,
                                   .created_at = parts_.clock.Now()},
                                  Secret(parts_.random.Token(kRefreshTokenBytes)));
  Opening opening =
      co_await OpenSession(caller, *candidate.user, credentials.code, tokens, attempt.pair_key());
  if (!opening.user) {
    co_await parts_.guard.RecordFailure(attempt, Refused(Attempted(caller, "auth.login", candidate.user, {}),
                                                         fmt::format("the code {}", opening.refusal)));
    throw WrongCode(opening.refusal);
  }
  attempt.Succeed();
  co_return co_await Answer(std::move(*opening.user), std::move(tokens));
}

// Why the code is refused; empty when it is right, or nobody wants one.
std::string_view AuthService::CheckCode(Transaction& tx, const User& user,
                                        const std::optional<std::string>& code) const {
  const auto factor = tx.second_factors().Find(user.id);
  if (!factor || !factor->confirmed_at) return {};
  if (!code) throw SecondFactorRequired();
  using enum SecondFactorCodes::Verdict;
  const auto verdict = parts_.codes.Use(tx, *factor, *code, parts_.clock.Now());
  if (verdict == kRight) return {};
  return verdict == kUsedBefore ? "was used before: wait for the next one" : "is wrong";
}

Task<AuthService::Opening> AuthService::OpenSession(const Caller& caller, const User& user,
                                                    const std::optional<std::string>& code,
                                                    const FreshTokens& tokens, const std::string& pair_key) {
  const Instant now = parts_.clock.Now();
  co_return co_await parts_.store.Write([&](Transaction& tx) -> Opening {
    auto current = tx.users().Find(user.id);
    // It may have changed while the password was being checked.
    if (!current || current->status != UserStatus::kActive ||
        current->password_hash.Reveal() != user.password_hash.Reveal()) {
      throw WrongCredentials();
    }
    if (const std::string_view refusal = CheckCode(tx, *current, code); !refusal.empty())
      return {.refusal = refusal};
    current->last_login_at = now;
    tx.users().Update(*current);
    tx.sessions().RevokeOldest(user.id, kMaxSessionsPerUser - 1, now);
    tx.sessions().Insert(tokens.session);
    tx.refresh_tokens().Insert(crypto::Sha256Hex(tokens.refresh.Reveal()), tokens.session.id,
                               tokens.session.expires_at);
    tx.throttle().Delete(pair_key);
    tx.journal().Audit(Attempted(caller, "auth.login", current, {}));
    return {.user = std::move(current)};
  });
}

AuthService::FreshTokens AuthService::MakeTokens(const User& user, Session session, Secret refresh_token) {
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
          .refresh = std::move(refresh_token),
          .session = std::move(session)};
}

Task<SignedIn> AuthService::Answer(User user, FreshTokens tokens) {
  // Made by another process a moment ago, and not polled yet.
  if (!parts_.directory.Knows(user.id)) co_await parts_.directory.Load();
  parts_.directory.Admit(tokens.session);
  auto permissions = parts_.directory.PermissionsOf(user);
  const ScopeSet scopes = parts_.directory.ScopesOf(user.role);
  const SecondFactorState second_factor = parts_.directory.SecondFactorOf(user);
  co_return SignedIn{.access_token = std::move(tokens.access),
                     .expires_in = settings_.access_ttl,
                     .refresh_token = std::move(tokens.refresh),
                     .user = std::move(user),
                     .permissions = std::move(permissions),
                     .scopes = scopes,
                     .second_factor = second_factor};
}

Task<Renewal> AuthService::Refresh(const Caller& caller, Secret refresh_token) {
  RefreshOutcome outcome =
      co_await parts_.store.Write([&](Transaction& tx) { return RefreshIn(tx, caller, refresh_token); });
  using enum RefreshOutcome::Kind;
  if (outcome.kind == kReused) co_await parts_.directory.Load();
  if (outcome.kind == kUnknown || outcome.kind == kEnded) {
    co_await parts_.refusals.Record(Refused(Attempted(caller, "auth.refresh", outcome.user, ""),
                                            outcome.kind == kEnded ? "session ended" : "unknown token"));
  }
  if (!outcome.tokens) throw InvalidRefreshToken();
  co_return Renewal{.kind = outcome.kind == kRepeated ? Renewal::Kind::kRepeated : Renewal::Kind::kFirst,
                    .signed_in = co_await Answer(std::move(*outcome.user), std::move(*outcome.tokens))};
}

// Made from the token that it replaces, so that everybody who asks with that one is given the same: the
// family stays one chain, and a used link of it that turns up later still shows a theft.
Secret AuthService::SuccessorOf(const Secret& refresh_token) const {
  return Secret(crypto::Base64UrlEncode(
      crypto::HmacSha256(settings_.jwt_key.Reveal(), "vss refresh token\n" + refresh_token.Reveal())));
}

std::optional<Secret> AuthService::FindNewest(Transaction& tx, Secret refresh_token) const {
  for (int renewals = 0; renewals < kMaxRenewalsInGrace; ++renewals) {
    refresh_token = SuccessorOf(refresh_token);
    const auto record = tx.refresh_tokens().Find(crypto::Sha256Hex(refresh_token.Reveal()));
    if (!record) return std::nullopt;  // given out under another key
    if (record->state == RefreshRecord::State::kFresh) return refresh_token;
  }
  return std::nullopt;
}

AuthService::RefreshOutcome AuthService::RefreshIn(Transaction& tx, const Caller& caller,
                                                   const Secret& refresh_token) {
  using enum RefreshOutcome::Kind;
  const Instant now = parts_.clock.Now();
  const std::string hash = crypto::Sha256Hex(refresh_token.Reveal());
  auto record = tx.refresh_tokens().Find(hash);
  if (!record) return {.kind = kUnknown};
  auto user = tx.users().Find(record->user);
  if (record->state == RefreshRecord::State::kRevoked || record->expires_at <= now || !user ||
      user->status != UserStatus::kActive) {
    return {.kind = kEnded, .user = std::move(user)};
  }
  if (record->state == RefreshRecord::State::kUsed || !tx.refresh_tokens().Use(hash, now)) {
    record = tx.refresh_tokens().Find(hash);  // another process may have used it just now
    return RepeatIn(tx, caller, refresh_token, record.value(), *user);
  }
  FreshTokens tokens =
      MakeTokens(*user, {.id = record->session, .user = user->id}, SuccessorOf(refresh_token));
  tx.refresh_tokens().Insert(crypto::Sha256Hex(tokens.refresh.Reveal()), record->session,
                             tokens.session.expires_at);
  tx.sessions().Extend(record->session, tokens.session.access_expires_at, tokens.session.expires_at);
  // Every page load renews its session: that is no record, or nobody would find the others among them.
  return {.kind = kRefreshed, .user = std::move(user), .tokens = std::move(tokens)};
}

AuthService::RefreshOutcome AuthService::RepeatIn(Transaction& tx, const Caller& caller,
                                                  const Secret& refresh_token, const RefreshRecord& record,
                                                  const User& user) {
  const bool in_grace = record.used_at && parts_.clock.Now() <= *record.used_at + settings_.refresh_grace;
  auto newest = in_grace ? FindNewest(tx, refresh_token) : std::nullopt;
  if (!newest) return EndReusedFamily(tx, caller, record);
  FreshTokens tokens = MakeTokens(user, {.id = record.session, .user = user.id}, std::move(*newest));
  tx.sessions().Extend(record.session, tokens.session.access_expires_at, tokens.session.expires_at);
  return {.kind = RefreshOutcome::Kind::kRepeated, .user = user, .tokens = std::move(tokens)};
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
  const SecondFactorState second_factor = parts_.directory.SecondFactorOf(*user);
  co_return Me{std::move(*user), caller.principal.permissions, second_factor};
}

Task<std::optional<std::string>> AuthService::ChangeOwnPassword(const Caller& caller,
                                                                ChangePassword command) {
  const std::string& username = caller.principal.username;
  if (const auto reason = RefusePassword(command.new_password, username)) throw InvalidField("new", *reason);
  if (command.new_password.Reveal() == command.current_password.Reveal()) {
    throw InvalidField("new", "must differ from the current password");
  }
  const User user =
      co_await parts_.guard.RequireOwnPassword(caller, command.current_password, "current", "auth.password");
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
