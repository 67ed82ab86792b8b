#include "point/second_factor/second_factor_service.hpp"

#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "point/permission_rules.hpp"
#include "point/second_factor/totp.hpp"

namespace vss::point {
namespace {
constexpr std::string_view kIssuer = "VSS";

Error NoSecondFactor() { return Error(ErrorCode::kConflict, "there is no second factor: set one up first"); }

std::string OwnName(const Caller& caller) { return "user " + caller.principal.username; }
UserId OwnId(const Caller& caller) { return {caller.principal.user_id}; }

void RequireMayTouch(Transaction& tx, const Caller& caller, const User& user) {
  const auto role = tx.roles().FindByName(user.role);
  if (role) RequireCovers(caller, AccessOf(*role), fmt::format("the user {}", user.username));
}

// The role's own name, which may be written in another case.
std::string GetRoleToSet(Transaction& tx, const Caller& caller, const std::string& name) {
  const auto role = tx.roles().FindByName(name);
  if (!role) throw InvalidField("roles", fmt::format("{} names no role that exists", name));
  RequireCovers(caller, AccessOf(*role), fmt::format("the role {}", role->name));
  return role->name;
}
}  // namespace

Task<SecondFactorStatus> SecondFactorService::StatusOf(const Caller& caller) {
  SecondFactorStatus status{.required_by_role = parts_.directory.WantsSecondFactor(caller.principal.role)};
  const UserId user = OwnId(caller);
  const auto factor = co_await parts_.store.Read([&](Transaction& tx) {
    status.recovery_codes = tx.second_factors().CountRecoveryCodes(user);
    return tx.second_factors().Find(user);
  });
  const SecondFactorState without =
      status.required_by_role ? SecondFactorState::kRequired : SecondFactorState::kOff;
  status.state = factor && factor->confirmed_at ? SecondFactorState::kOn : without;
  co_return status;
}

Task<Enrolment> SecondFactorService::Begin(const Caller& caller, Secret password) {
  const User user =
      co_await parts_.guard.RequireOwnPassword(caller, password, "password", "second_factor.begin");
  Secret secret = parts_.codes.NewSecret();
  co_await parts_.store.Write([&](Transaction& tx) {
    const auto before = tx.second_factors().Find(user.id);
    if (before && before->confirmed_at)
      throw Error(ErrorCode::kConflict, "there is a second factor already: remove it first");
    tx.second_factors().Save({.user = user.id,
                              .sealed_secret = parts_.codes.Seal(user.id, secret),
                              .created_at = parts_.clock.Now()});
    tx.journal().Audit(caller.Did("second_factor.begin", OwnName(caller)));
  });
  std::string uri = totp::UriOf(secret, kIssuer, user.username);
  co_return Enrolment{std::move(secret), std::move(uri)};
}

Task<void> SecondFactorService::WithCode(const Caller& caller, std::string_view code, std::string action,
                                         SecondFactor factor, std::function<void(Transaction&)> work) {
  const std::string& username = caller.principal.username;
  co_await parts_.guard.RefuseWhenThrottled(caller, username, LoginThrottle::Familiarity::kKnownAddress);
  auto attempt = parts_.guard.Begin(caller, username);
  using enum SecondFactorCodes::Verdict;
  const auto verdict = co_await parts_.store.Write([&](Transaction& tx) {
    const auto used = parts_.codes.Use(tx, factor, code, parts_.clock.Now());
    if (used == kRight) {
      work(tx);
      tx.throttle().Delete(attempt.pair_key());
    }
    return used;
  });
  if (verdict != kRight) {
    const std::string_view why =
        verdict == kUsedBefore ? "was used before: wait for the next one" : "is wrong";
    co_await parts_.guard.RecordFailure(
        attempt, Refused(caller.Did(std::move(action), OwnName(caller)), fmt::format("the code {}", why)));
    throw InvalidField("code", why);
  }
  attempt.Succeed();
  co_await parts_.directory.Load();
}

Task<std::vector<Secret>> SecondFactorService::Confirm(const Caller& caller, std::string code) {
  const UserId user = OwnId(caller);
  auto begun = co_await parts_.store.Read([&](Transaction& tx) { return tx.second_factors().Find(user); });
  if (!begun) throw NoSecondFactor();
  if (begun->confirmed_at) throw Error(ErrorCode::kConflict, "the second factor is set up already");
  std::vector<Secret> recovery_codes;
  const auto confirm = [&](Transaction& tx) {
    const Instant now = parts_.clock.Now();
    auto current = tx.second_factors().Find(user);
    if (!current || current->confirmed_at || current->sealed_secret != begun->sealed_secret)
      throw Error(ErrorCode::kConflict, "the second factor was set up anew just now");
    current->confirmed_at = now;
    tx.second_factors().Save(*current);
    recovery_codes = parts_.codes.RenewRecoveryCodes(tx, user);
    const auto ended = tx.sessions().RevokeAllOf(user, SessionId{caller.principal.session_id}, now);
    tx.journal().Audit(caller.Did("second_factor.confirm", OwnName(caller), {{"sessions_ended", ended}}));
  };
  co_await WithCode(caller, code, "second_factor.confirm", *begun, confirm);
  co_return recovery_codes;
}

Task<SecondFactor> SecondFactorService::GetConfirmed(const Caller& caller) {
  auto factor =
      co_await parts_.store.Read([&](Transaction& tx) { return tx.second_factors().Find(OwnId(caller)); });
  if (!factor || !factor->confirmed_at) throw NoSecondFactor();
  co_return std::move(*factor);
}

Task<void> SecondFactorService::Remove(const Caller& caller, Secret password, std::string code) {
  if (parts_.directory.WantsSecondFactor(caller.principal.role)) {
    throw Error(ErrorCode::kConflict,
                fmt::format("the role {} needs a second factor: it stays", caller.principal.role));
  }
  co_await parts_.guard.RequireOwnPassword(caller, password, "password", "second_factor.remove");
  SecondFactor factor = co_await GetConfirmed(caller);
  co_await WithCode(caller, code, "second_factor.remove", factor, [&](Transaction& tx) {
    tx.second_factors().Delete(factor.user);
    tx.journal().Audit(caller.Did("second_factor.remove", OwnName(caller)));
  });
}

Task<std::vector<Secret>> SecondFactorService::RenewRecoveryCodes(const Caller& caller, Secret password,
                                                                  std::string code) {
  co_await parts_.guard.RequireOwnPassword(caller, password, "password", "second_factor.recovery_codes");
  SecondFactor factor = co_await GetConfirmed(caller);
  std::vector<Secret> recovery_codes;
  co_await WithCode(caller, code, "second_factor.recovery_codes", factor, [&](Transaction& tx) {
    recovery_codes = parts_.codes.RenewRecoveryCodes(tx, factor.user);
    tx.journal().Audit(caller.Did("second_factor.recovery_codes", OwnName(caller)));
  });
  co_return recovery_codes;
}

Task<void> SecondFactorService::Reset(const Caller& caller, UserId id) {
  co_await parts_.store.Write([&](Transaction& tx) {
    const auto user = tx.users().Find(id);
    if (!user) throw NotFound("user " + id.value);
    if (id == OwnId(caller))
      throw Error(ErrorCode::kConflict,
                  "your own second factor goes with its code: POST /api/auth/second-factor/remove");
    RequireMayTouch(tx, caller, *user);
    if (!tx.second_factors().Delete(id))
      throw NotFound(fmt::format("second factor of the user {}", user->username));
    const auto ended = tx.sessions().RevokeAllOf(id, std::nullopt, parts_.clock.Now());
    tx.journal().Audit(
        caller.Did("second_factor.reset", "user " + user->username, {{"sessions_ended", ended}}));
  });
  co_await parts_.directory.Load();
}

Task<void> SecondFactorService::ResetByName(const Caller& caller, std::string username) {
  const auto user =
      co_await parts_.store.Read([&](Transaction& tx) { return tx.users().FindByUsername(username); });
  if (!user) throw NotFound("user " + username);
  co_await Reset(caller, user->id);
}

Task<std::vector<std::string>> SecondFactorService::ListRoles() {
  co_return co_await parts_.store.Read([](Transaction& tx) { return tx.second_factor_roles().List(); });
}

Task<std::vector<std::string>> SecondFactorService::SetRoles(const Caller& caller,
                                                             std::vector<std::string> names) {
  auto roles = co_await parts_.store.Write([&](Transaction& tx) {
    std::set<std::string> wanted;
    for (const std::string& name : names) wanted.insert(GetRoleToSet(tx, caller, name));
    for (const std::string& before : tx.second_factor_roles().List()) {
      if (!wanted.contains(before)) GetRoleToSet(tx, caller, before);
    }
    std::vector<std::string> list(wanted.begin(), wanted.end());
    tx.second_factor_roles().Replace(list);
    tx.journal().Audit(caller.Did("second_factor.roles", "second factor",
                                  {{"roles", json::array(list.begin(), list.end())}}));
    return list;
  });
  co_await parts_.directory.Load();
  co_return roles;
}
}  // namespace vss::point
