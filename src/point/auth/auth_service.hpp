#pragma once
#include <set>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "contracts/principal.hpp"
#include "point/auth/access_directory.hpp"
#include "point/auth/login_throttle.hpp"
#include "point/auth/refusal_log.hpp"
#include "point/passwords/password_hasher.hpp"
#include "point/ports/store.hpp"
#include "point/settings.hpp"

namespace vss::point {

struct Credentials {
  std::string username;
  Secret password;
};

/// What a login or a refresh answers with.
struct SignedIn {
  Secret access_token;
  std::chrono::seconds expires_in;
  Secret refresh_token;
  User user;
  std::shared_ptr<const PermissionSet> permissions;
  ScopeSet scopes;
};

struct Me {
  User user;
  std::shared_ptr<const PermissionSet> permissions;
};

struct ChangePassword {
  Secret current_password;
  Secret new_password;
};

/// What AuthService works with; all outlive it.
struct AuthParts {
  Store<Transaction>& store;
  AccessDirectory& directory;
  PasswordHasher& hasher;
  LoginThrottle& throttle;
  RefusalLog& refusals;
  const jwt::Trust& trust;
  const Clock& clock;
  Random& random;
};

/// Signing in and out. Lives on the HTTP loop.
class AuthService {
 public:
  AuthService(AuthParts parts, const PointSettings& settings) : parts_(parts), settings_(settings) {}

  /// Throws Error(kAuthFail), the same and after the same work for an unknown name, a wrong password and a
  /// disabled user; Error(kRateLimited) with Retry-After while locked out.
  Task<SignedIn> Login(const Caller& caller, Credentials credentials);
  /// A refresh token works once. Coming back with a used one means that two hold it, so the whole family
  /// ends. Two requests at the same moment are a browser with two tabs rather than a thief: one wins, the
  /// other gets Error(kConflict).
  Task<SignedIn> Refresh(const Caller& caller, Secret refresh_token);
  Task<void> Logout(const Caller& caller);
  Task<Me> GetMe(const Caller& caller);
  /// Ends the user's other sessions. Returns what to tell about a short password.
  Task<std::optional<std::string>> ChangeOwnPassword(const Caller& caller, ChangePassword command);

 private:
  struct Candidate {
    std::optional<User> user;
    LoginThrottle::Familiarity familiarity = LoginThrottle::Familiarity::kUnknown;
  };
  struct FreshTokens {
    Secret access, refresh;
    Session session;
  };
  struct RefreshOutcome {
    enum class Kind { kRefreshed, kUnknown, kReused, kEnded } kind = Kind::kUnknown;
    std::optional<User> user;
    std::optional<FreshTokens> tokens;
  };

  Task<Candidate> FindCandidate(const std::string& username, const std::string& address);
  Task<void> RefuseWhenThrottled(const Caller& caller, const std::string& username,
                                 LoginThrottle::Familiarity familiarity);
  Task<void> RecordFailure(LoginThrottle::Attempt& attempt, AuditEntry entry);
  Task<User> OpenSession(const Caller& caller, const User& user, const FreshTokens& tokens,
                         std::string forgiven);
  Task<SignedIn> Answer(User user, FreshTokens tokens);
  FreshTokens MakeTokens(const User& user, Session session);
  RefreshOutcome RefreshIn(Transaction& tx, const Caller& caller, const std::string& hash);
  RefreshOutcome EndReusedFamily(Transaction& tx, const Caller& caller, const RefreshRecord& record);

  AuthParts parts_;
  const PointSettings& settings_;
  std::set<std::string> refreshing_;  ///< hashes of the refresh tokens that are being used right now
};
}  // namespace vss::point
