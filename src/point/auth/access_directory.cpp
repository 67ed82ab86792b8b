#include "point/auth/access_directory.hpp"

#include "base/crypto.hpp"
#include "base/error.hpp"

namespace vss::point {
namespace {
jwt::Seconds ToSeconds(Instant t) { return std::chrono::floor<std::chrono::seconds>(t); }

Error Expired() {
  return Error(ErrorCode::kTokenExpired, "the token has expired: refresh it, or sign in again");
}
// How long a read may lie behind what was committed meanwhile.
constexpr std::chrono::minutes kSlowestLoad{1};
constexpr std::size_t kCarriedOver = 10'000;  // more sign-ins than one read of the users lasts

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
  if (!snapshot_.live.contains(claims.session_id)) throw Ended();
  const auto user = snapshot_.users.find(claims.subject);
  if (user == snapshot_.users.end() || user->second.status != UserStatus::kActive) throw Ended();
  const Access& access = user->second;
  const SecondFactorState state = StateOf(access.role, access.has_second_factor);
  using enum Principal::Standing;
  return {.user_id = claims.subject,
          .username = access.username,
          .role = access.role,
          .session_id = claims.session_id,
          .permissions = Grants(access.role, state),
          .expires_at = claims.expires_at,
          .scopes = ScopesOf(access.role),
          .team = access.team,
          .teams = access.teams,
          .standing = state == SecondFactorState::kRequired ? kSecondFactorMissing : kFull};
}

SecondFactorState AccessDirectory::StateOf(const std::string& role, bool has_second_factor) const {
  if (has_second_factor) return SecondFactorState::kOn;
  return WantsSecondFactor(role) ? SecondFactorState::kRequired : SecondFactorState::kOff;
}

// What was read with the user may be older than what the directory knows.
SecondFactorState AccessDirectory::SecondFactorOf(const User& user) const {
  const auto known = snapshot_.users.find(user.id.value);
  return StateOf(user.role,
                 known == snapshot_.users.end() ? user.has_second_factor : known->second.has_second_factor);
}

std::shared_ptr<const PermissionSet> AccessDirectory::PermissionsOf(const User& user) const {
  return Grants(user.role, SecondFactorOf(user));
}

std::shared_ptr<const PermissionSet> AccessDirectory::Grants(const std::string& role,
                                                             SecondFactorState state) const {
  static const auto kNothing = std::make_shared<const PermissionSet>();
  if (state == SecondFactorState::kRequired) return kNothing;
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
                  .password_changed_at = user.password_changed_at,
                  .has_second_factor = user.has_second_factor};
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
  for (std::string& role : tx.second_factor_roles().List())
    snapshot.second_factor_roles.insert(std::move(role));
  for (Role& role : tx.roles().ListAll()) {
    snapshot.roles.emplace(
        std::move(role.name),
        RoleAccess{std::make_shared<const PermissionSet>(std::move(role.permissions)), role.scopes});
  }
  for (const LiveSession& session : tx.sessions().ListLive(now)) {
    snapshot.live.emplace(session.id.value, session.access_expires_at);
  }
  return snapshot;
}

Task<void> AccessDirectory::Load() {
  const Instant now = clock_.Now();
  const std::uint64_t admitted_before = admissions_;
  Snapshot fresh = co_await store_.Read([now](Transaction& tx) { return Read(tx, now); });
  if (fresh.version < snapshot_.version) co_return;  // two loads may end in either order
  NoticeNewPasswords(fresh);
  CarryOver(fresh, admitted_before);
  snapshot_ = std::move(fresh);
  for (const auto& [id, expires_at] : snapshot_.live) newest_access_ = std::max(newest_access_, expires_at);
}

// What was read when a load began does not know of the sessions that were opened since.
void AccessDirectory::CarryOver(Snapshot& fresh, std::uint64_t admitted_before) const {
  for (const Admitted& admitted : admitted_) {
    if (admitted.number > admitted_before)
      fresh.live.emplace(admitted.session.id.value, admitted.session.access_expires_at);
  }
}

void AccessDirectory::Admit(const Session& session) {
  if (admitted_.size() >= kCarriedOver) admitted_.pop_front();
  admitted_.push_back({{session.id, session.access_expires_at}, ++admissions_});
  Add(admitted_.back().session);
}

void AccessDirectory::Add(const LiveSession& session) {
  snapshot_.live.insert_or_assign(session.id.value, session.access_expires_at);
  newest_access_ = std::max(newest_access_, session.access_expires_at);
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
  struct News {
    std::int64_t version;
    std::vector<LiveSession> opened;
  };
  const Instant since = newest_access_ - kSlowestLoad;
  const News news = co_await store_.Read([since](Transaction& tx) {
    return News{.version = tx.AccessVersion(), .opened = tx.sessions().ListLive(since)};
  });
  if (news.version != snapshot_.version) co_return co_await Load();
  for (const LiveSession& session : news.opened) Add(session);
}
}  // namespace vss::point
