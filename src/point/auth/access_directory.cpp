#include "point/auth/access_directory.hpp"

#include "base/crypto.hpp"
#include "base/error.hpp"

namespace vss::point {
namespace {
jwt::Seconds ToSeconds(Instant t) { return std::chrono::floor<std::chrono::seconds>(t); }

Error Expired() {
  return Error(ErrorCode::kTokenExpired, "the token has expired: refresh it, or sign in again");
}
Error Ended() { return Error(ErrorCode::kAuthFail, "this session has ended: sign in again"); }
}  // namespace

const jwt::Claims& AccessDirectory::VerifiedClaims(std::string_view token) {
  if (token.size() > jwt::kMaxTokenBytes) throw Error(ErrorCode::kAuthFail, "the token is not valid");
  std::string hash = crypto::Sha256(token);
  if (const jwt::Claims* known = cache_.Find(hash)) return *known;
  auto claims = jwt::Verify(token, trust_, ToSeconds(clock_.Now()));
  if (claims) return *cache_.Put(std::move(hash), std::move(*claims));
  if (claims.error() == jwt::Problem::kExpired) throw Expired();
  throw Error(ErrorCode::kAuthFail, "the token is not valid")
      .Internal(fmt::format("the token was refused: {}", jwt::ToString(claims.error())));
}

Principal AccessDirectory::Verify(std::string_view token) {
  const jwt::Claims& claims = VerifiedClaims(token);
  if (claims.expires_at <= ToSeconds(clock_.Now())) throw Expired();
  if (snapshot_.revoked.contains(claims.session_id)) throw Ended();
  const auto user = snapshot_.users.find(claims.subject);
  if (user == snapshot_.users.end() || user->second.status != UserStatus::kActive) throw Ended();
  return {.user_id = claims.subject,
          .username = user->second.username,
          .role = user->second.role,
          .session_id = claims.session_id,
          .permissions = PermissionsOf(user->second.role),
          .expires_at = claims.expires_at,
          .scopes = ScopesOf(user->second.role),
          .team = user->second.team,
          .teams = user->second.teams};
}

std::shared_ptr<const PermissionSet> AccessDirectory::PermissionsOf(const std::string& role) const {
  static const auto kNothing = std::make_shared<const PermissionSet>();
  const auto found = snapshot_.roles.find(role);
  return found == snapshot_.roles.end() ? kNothing : found->second.permissions;
}

ScopeSet AccessDirectory::ScopesOf(const std::string& role) const {
  const auto found = snapshot_.roles.find(role);
  if (found == snapshot_.roles.end()) return {};
  return found->second.permissions->AllowsAll() ? ScopeSet::Everything() : found->second.scopes;
}

std::vector<std::string> AccessDirectory::RolesThatAllow(std::string_view permission) const {
  std::vector<std::string> roles;
  for (const auto& [name, access] : snapshot_.roles) {
    if (access.permissions->Allows(permission)) roles.push_back(name);
  }
  return roles;
}

AccessDirectory::Snapshot AccessDirectory::Read(Transaction& tx, Instant now) {
  Snapshot snapshot;
  // The version first: what is read after it is at least as new, so a change in between is read again later.
  snapshot.version = tx.AccessVersion();
  for (User& user : tx.users().ListAll()) {
    Access access{.username = std::move(user.username),
                  .role = std::move(user.role),
                  .status = user.status,
                  .password_changed_at = user.password_changed_at};
    if (user.team) {
      access.team = user.team->value;
      access.teams.push_back(user.team->value);
    }
    snapshot.users.emplace(std::move(user.id.value), std::move(access));
  }
  for (TeamLeader& leader : tx.teams().ListLeaders()) {
    const auto user = snapshot.users.find(leader.user_id);
    if (user == snapshot.users.end() || user->second.team == leader.team_id) continue;
    user->second.teams.push_back(std::move(leader.team_id));
  }
  for (Role& role : tx.roles().ListAll()) {
    snapshot.roles.emplace(
        std::move(role.name),
        RoleAccess{std::make_shared<const PermissionSet>(std::move(role.permissions)), role.scopes});
  }
  for (const Session& session : tx.sessions().ListRevoked(now)) {
    snapshot.revoked.emplace(session.id.value, session.access_expires_at);
  }
  return snapshot;
}

Task<void> AccessDirectory::Load() {
  const Instant now = clock_.Now();
  Snapshot fresh = co_await store_.Read([now](Transaction& tx) { return Read(tx, now); });
  if (fresh.version < snapshot_.version) co_return;  // two loads may end in either order
  NoticeNewPasswords(fresh);
  snapshot_ = std::move(fresh);
}

void AccessDirectory::NoticeNewPasswords(const Snapshot& fresh) const {
  if (!notice_) return;
  for (const auto& [id, access] : fresh.users) {
    const auto before = snapshot_.users.find(id);
    if (before != snapshot_.users.end() && before->second.password_changed_at < access.password_changed_at) {
      notice_(access.username);
    }
  }
}

Task<void> AccessDirectory::Poll() {
  const std::int64_t version = co_await store_.Read([](Transaction& tx) { return tx.AccessVersion(); });
  if (version != snapshot_.version) co_await Load();
}
}  // namespace vss::point
