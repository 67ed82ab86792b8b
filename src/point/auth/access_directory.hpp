#pragma once
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/clock.hpp"
#include "contracts/principal.hpp"
#include "point/auth/token_cache.hpp"
#include "point/ports/store.hpp"

namespace vss::point {

/// Who may do what right now, in memory: the users with their roles, the roles with their permissions, and
/// the sessions that are open. A token of any other session is refused, however well it is signed, and what
/// a token says about the role does not count. POINT calls Load() after each change of its own and Admit()
/// for each session it opens; Poll(), every 500 ms, notices the changes of other processes, of
/// `vss user reset-password` and of plain SQL by `access_version`, which triggers keep, and sessions that
/// others opened. Lives on the HTTP loop; Verify costs a hash and three look-ups.
class AccessDirectory final : public TokenVerifier {
 public:
  AccessDirectory(Store<Transaction>& store, const Clock& clock, const jwt::Trust& trust)
      : store_(store), clock_(clock), trust_(trust), cache_(kCachedTokens) {}

  Principal Verify(std::string_view token) override;
  std::int64_t Revision() const override { return snapshot_.version; }

  /// Called by Load for each user whose password is newer than at the Load before.
  void OnNewPassword(std::function<void(const std::string& username)> notice) { notice_ = std::move(notice); }

  Task<void> Load();
  Task<void> Poll();
  /// A session whose newest access token was given out just now.
  void Admit(const Session& session);

  bool Knows(const UserId& user) const { return snapshot_.users.contains(user.value); }
  ScopeSet ScopesOf(const std::string& role) const;
  /// Names of roles that grant `permission`.
  std::vector<std::string> RolesThatAllow(std::string_view permission) const;
  /// What somebody may do: what the role grants, or nothing while it wants a second factor that is not there.
  std::shared_ptr<const PermissionSet> PermissionsOf(const User& user) const;
  SecondFactorState SecondFactorOf(const User& user) const;
  bool WantsSecondFactor(const std::string& role) const {
    return snapshot_.second_factor_roles.contains(role);
  }

 private:
  static constexpr std::size_t kCachedTokens = 10'000;

  struct Access {
    std::string username;
    std::string role;
    UserStatus status;
    Instant password_changed_at;
    bool has_second_factor = false;
    std::optional<std::string> team;
    std::vector<std::string> teams;  ///< that they are in or lead
  };
  struct RoleAccess {
    std::shared_ptr<const PermissionSet> permissions;
    ScopeSet scopes;
  };
  struct Snapshot {
    std::int64_t version = -1;
    std::unordered_map<std::string, Access> users;
    std::unordered_map<std::string, RoleAccess> roles;
    std::unordered_set<std::string> second_factor_roles;
    std::unordered_map<std::string, Instant> live;  ///< session → when its newest access token expires
  };
  struct Admitted {
    LiveSession session;
    std::uint64_t number;
  };
  SecondFactorState StateOf(const std::string& role, bool has_second_factor) const;
  std::shared_ptr<const PermissionSet> Grants(const std::string& role, SecondFactorState state) const;
  static Snapshot Read(Transaction& tx, Instant now);
  void NoticeNewPasswords(const Snapshot& fresh) const;
  void CarryOver(Snapshot& fresh, std::uint64_t admitted_before) const;
  void Add(const LiveSession& session);
  const jwt::Claims& VerifiedClaims(std::string_view token);

  Store<Transaction>& store_;
  const Clock& clock_;
  const jwt::Trust& trust_;
  Snapshot snapshot_;
  std::deque<Admitted> admitted_;  ///< the latest, in order
  std::uint64_t admissions_ = 0;
  Instant newest_access_{};  ///< the latest expiry among the sessions that were seen
  TokenCache cache_;
  std::function<void(const std::string&)> notice_;
};
}  // namespace vss::point
