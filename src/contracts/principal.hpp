#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "contracts/journal.hpp"
#include "contracts/patience.hpp"
#include "contracts/permissions.hpp"
#include "contracts/scope.hpp"

namespace vss {

/// Who is asking: made from a verified token for each request.
struct Principal {
  std::string user_id;
  std::string username;
  std::string role;
  std::string session_id;
  std::shared_ptr<const PermissionSet> permissions = std::make_shared<PermissionSet>();
  Instant expires_at = Instant::max();  ///< of the token
  ScopeSet scopes;                      ///< of the role
  std::optional<std::string> team;      ///< that they are in
  std::vector<std::string> teams;       ///< that they are in or lead
  /// kSecondFactorMissing: the role wants one, so there are no permissions until it is set up.
  enum class Standing { kFull, kSecondFactorMissing } standing = Standing::kFull;

  bool Allows(std::string_view permission) const { return permissions->Allows(permission); }
};

/// Which rows of `resource` somebody may see; nobody who may everything has data rules.
inline RowScope ScopeOf(const Principal& principal, ScopedResource resource) {
  const DataScope reach =
      principal.permissions->AllowsAll() ? DataScope::kAll : principal.scopes.Of(resource);
  if (reach == DataScope::kAll) return {};
  if (reach == DataScope::kOwn || principal.teams.empty()) return {DataScope::kOwn, principal.user_id, {}};
  return {DataScope::kTeam, principal.user_id, principal.teams};
}

/// Where a request comes from; goes into audit lines.
struct Caller {
  Principal principal;
  std::string address;
  std::string request_id;
  Patience patience = {};

  AuditEntry Did(std::string action, std::string target, json::object detail = {}) const {
    return {.user_id = principal.user_id.empty() ? std::nullopt : std::optional(principal.user_id),
            .username = principal.username,
            .action = std::move(action),
            .target = std::move(target),
            .address = address,
            .request_id = request_id,
            .success = true,
            .detail = std::move(detail)};
  }
};

/// Turns a bearer token into a principal. Lives on the HTTP loop; POINT implements it, every service uses it.
class TokenVerifier {
 public:
  virtual ~TokenVerifier() = default;
  /// Throws Error(kAuthFail) or Error(kTokenExpired).
  virtual Principal Verify(std::string_view token) = 0;
  /// Grows whenever what Verify answered may be different now, time aside: whoever keeps principals for
  /// longer than a request verifies again then.
  virtual std::int64_t Revision() const { return 0; }
};
}  // namespace vss
