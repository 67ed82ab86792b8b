#pragma once
#include <memory>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"
#include "contracts/principal.hpp"
#include "point/auth/token_cache.hpp"
#include "point/ports/store.hpp"

namespace vss::point {

/// Who may do what right now, in memory: the users with their roles, the roles with their permissions, and
/// the sessions that were revoked while a token of theirs has not expired yet. What a token says about the
/// role does not count. POINT calls Load() after each change of its own; Poll(), every 500 ms, notices the
/// changes of other processes, of `vss user reset-password` and of plain SQL by `access_version`, which
/// triggers keep. Lives on the HTTP loop; Verify costs a hash and three look-ups.
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

  bool Knows(const UserId& user) const { return snapshot_.users.contains(user.value); }
  /// What a role grants; nothing for a role that does not exist.
  std::shared_ptr<const PermissionSet> PermissionsOf(const std::string& role) const;
  ScopeSet ScopesOf(const std::string& role) const;
  /// Names of roles that grant `permission`.
  std::vector<std::string> RolesThatAllow(std::string_view permission) const;

 private:
  static constexpr std::size_t kCachedTokens = 10'000;

  struct Access {
    std::string username;
    std::string role;
    UserStatus status;
    Instant password_changed_at;
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
    std::unordered_map<std::string, Instant> revoked;  ///< session → when its last token expires
  };
  static Snapshot Read(Transaction& tx, Instant now);
  void NoticeNewPasswords(const Snapshot& fresh) const;
  const jwt::Claims& VerifiedClaims(std::string_view token);

  Store<Transaction>& store_;
  const Clock& clock_;
  const jwt::Trust& trust_;
  Snapshot snapshot_;
  TokenCache cache_;
  std::function<void(const std::string&)> notice_;
};
}  // namespace vss::point
