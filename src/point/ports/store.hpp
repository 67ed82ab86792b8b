#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/journal.hpp"
#include "contracts/page.hpp"
#include "contracts/store.hpp"
#include "point/audit/audit_record.hpp"
#include "point/auth/session.hpp"
#include "point/roles/role.hpp"
#include "point/second_factor/second_factor.hpp"
#include "point/teams/team.hpp"
#include "point/users/user.hpp"

/// What POINT keeps. Everything is synchronous and runs inside Store::Read or Store::Write.
namespace vss::point {

class UserTable {
 public:
  virtual ~UserTable() = default;
  virtual std::optional<User> Find(const UserId& id) = 0;
  virtual std::optional<User> FindByUsername(std::string_view username) = 0;  ///< by FoldedName
  /// `roles`: only of users who have one of them.
  virtual Page<User> List(const UserFilter& filter, const std::optional<std::vector<std::string>>& roles,
                          const PageRequest& page) = 0;
  /// Insert and Update throw Error(kConflict) when the name is taken.
  virtual void Insert(const User& user) = 0;
  virtual void Update(const User& user) = 0;
  virtual void Delete(const UserId& id) = 0;
  /// The active users with the role `admin`, kept from changing until the transaction ends.
  virtual std::vector<UserId> LockActiveAdmins() = 0;
  virtual std::vector<User> ListAll() = 0;
};

class RoleTable {
 public:
  virtual ~RoleTable() = default;
  virtual std::optional<Role> Find(const RoleId& id) = 0;
  virtual std::optional<Role> FindByName(std::string_view name) = 0;
  virtual Page<Role> List(const PageRequest& page) = 0;
  /// Insert and Update throw Error(kConflict) when the name is taken.
  virtual void Insert(const Role& role) = 0;
  /// A new name is carried over to the users who have the role.
  virtual void Update(const Role& role) = 0;
  /// Throws Error(kConflict) when a user has it.
  virtual void Delete(const RoleId& id) = 0;
  virtual std::int64_t CountUsers(std::string_view name) = 0;
  virtual std::vector<Role> ListAll() = 0;
};

/// Whom the leads of somebody who goes are given to, and by whom.
struct Handover {
  UserId from;
  std::optional<User> to;  ///< nobody: they lie in the shared pool, of the team that they are in
  AuditEntry by;           ///< who stands in the history of each lead
  Instant at;
};

/// The leads of the CRM, as far as deleting their seller has to do with them.
class OwnedLeads {
 public:
  virtual ~OwnedLeads() = default;
  /// What calls know of the leads goes along. Says how many those were.
  virtual std::int64_t HandOver(const Handover& handover) = 0;
};

struct TeamLeader {
  std::string user_id, team_id;
};

class TeamTable {
 public:
  virtual ~TeamTable() = default;
  virtual std::optional<Team> Find(const TeamId& id) = 0;
  virtual std::optional<Team> FindByName(std::string_view name) = 0;
  virtual Page<Team> List(const PageRequest& page) = 0;
  /// Insert and Update leave members alone, and throw Error(kConflict) when the name is taken.
  virtual void Insert(const Team& team) = 0;
  virtual void Update(const Team& team) = 0;
  /// Its members and leads are in no team then.
  virtual void Delete(const TeamId& id) = 0;
  /// The user's leads, and what calls know of them, go along.
  virtual void SetTeamOf(const UserId& user, const std::optional<TeamId>& team) = 0;
  virtual std::vector<TeamLeader> ListLeaders() = 0;
};

class SessionTable {
 public:
  virtual ~SessionTable() = default;
  virtual void Insert(const Session& session) = 0;
  /// The family got new tokens.
  virtual void Extend(const SessionId& id, Instant access_expires_at, Instant expires_at) = 0;
  virtual void Revoke(const SessionId& id, Instant at) = 0;
  /// Ends the user's sessions but `keep`; says how many that were.
  virtual std::int64_t RevokeAllOf(const UserId& user, const std::optional<SessionId>& keep, Instant at) = 0;
  /// Ends the oldest sessions of the user so that at most `limit` remain.
  virtual void RevokeOldest(const UserId& user, std::int64_t limit, Instant at) = 0;
  /// Sessions that were not revoked and whose newest access token expires after that.
  virtual std::vector<LiveSession> ListLive(Instant access_expires_after) = 0;
  /// Whether the user has signed in from there within the life of a refresh token.
  virtual bool HasSignedInFrom(const UserId& user, std::string_view address) = 0;
  virtual std::int64_t DeleteExpired(Instant now) = 0;
};

class RefreshTable {
 public:
  virtual ~RefreshTable() = default;
  virtual void Insert(std::string_view token_sha256, const SessionId& session, Instant expires_at) = 0;
  virtual std::optional<RefreshRecord> Find(std::string_view token_sha256) = 0;
  /// Marks a fresh token as used; false when somebody else did so before.
  virtual bool Use(std::string_view token_sha256, Instant at) = 0;
};

/// The failures of one (account, address), account or address, so that a restart forgives nothing.
struct ThrottleRecord {
  std::string key;
  std::int64_t failures = 0;
  Instant last_failure_at;
  Instant locked_until;
};

class ThrottleTable {
 public:
  virtual ~ThrottleTable() = default;
  virtual std::vector<ThrottleRecord> ListNewest(std::size_t limit) = 0;
  virtual void Save(const ThrottleRecord& record) = 0;
  virtual void Delete(std::string_view key) = 0;
  /// Deletes `account_key` and all keys that go on with a space after it.
  virtual void DeleteAccount(std::string_view account_key) = 0;
  virtual void DeleteBefore(Instant last_failure) = 0;
};

class SecondFactorTable {
 public:
  virtual ~SecondFactorTable() = default;
  virtual std::optional<SecondFactor> Find(const UserId& user) = 0;
  /// Inserts, or replaces the one there was.
  virtual void Save(const SecondFactor& factor) = 0;
  /// With its recovery codes; false when there was none.
  virtual bool Delete(const UserId& user) = 0;
  /// False when a code of this step or a later one was used before.
  virtual bool UseStep(const UserId& user, std::int64_t step) = 0;
  virtual void ReplaceRecoveryCodes(const UserId& user, const std::vector<std::string>& hashes) = 0;
  /// False when there is no such code; it works once.
  virtual bool UseRecoveryCode(const UserId& user, std::string_view hash) = 0;
  virtual std::int64_t CountRecoveryCodes(const UserId& user) = 0;
  /// Those who have confirmed theirs.
  virtual std::vector<UserId> ListEnrolled() = 0;
};

/// The roles whose users must have a second factor.
class SecondFactorRoles {
 public:
  virtual ~SecondFactorRoles() = default;
  virtual std::vector<std::string> List() = 0;
  virtual void Replace(const std::vector<std::string>& roles) = 0;
};

class AuditTable {
 public:
  virtual ~AuditTable() = default;
  virtual Page<AuditRecord> List(const AuditFilter& filter, const PageRequest& page) = 0;
};

class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual UserTable& users() = 0;
  virtual RoleTable& roles() = 0;
  virtual TeamTable& teams() = 0;
  virtual OwnedLeads& leads() = 0;
  virtual SessionTable& sessions() = 0;
  virtual RefreshTable& refresh_tokens() = 0;
  virtual ThrottleTable& throttle() = 0;
  virtual SecondFactorTable& second_factors() = 0;
  virtual SecondFactorRoles& second_factor_roles() = 0;
  virtual AuditTable& audit() = 0;
  /// Grows with every change of users, roles or revocations, whoever makes it (triggers count).
  virtual std::int64_t AccessVersion() = 0;
  virtual Journal& journal() = 0;
};
}  // namespace vss::point
