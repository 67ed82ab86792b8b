#pragma once
#include <string>
#include <vector>

#include "base/random.hpp"
#include "contracts/principal.hpp"
#include "point/auth/access_directory.hpp"
#include "point/auth/login_throttle.hpp"
#include "point/auth/refusal_log.hpp"
#include "point/auth/sign_in_guard.hpp"
#include "point/passwords/password_hasher.hpp"
#include "point/ports/store.hpp"
#include "point/second_factor/second_factor_codes.hpp"
#include "point/settings.hpp"

namespace vss::point {

struct Credentials {
  std::string username;
  Secret password;
  std::optional<std::string> code;  ///< of the second factor
};

/// What a login or a refresh answers with.
struct SignedIn {
  Secret access_token;
  std::chrono::seconds expires_in;
  Secret refresh_token;
  User user;
  std::shared_ptr<const PermissionSet> permissions;
  ScopeSet scopes;
  SecondFactorState second_factor;
};

/// A refresh token worked, or it had worked a moment before.
struct Renewal {
  /// kFirst: this request used the token up. kRepeated: another one did, within the grace; the tokens
  /// belong to the same session and the refresh token is the one that the other request was given.
  enum class Kind { kFirst, kRepeated } kind = Kind::kFirst;
  SignedIn signed_in;
};

struct Me {
  User user;
  std::shared_ptr<const PermissionSet> permissions;
  SecondFactorState second_factor;
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
  SignInGuard& guard;
  const SecondFactorCodes& codes;
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
  /// disabled user; Error(kRateLimited) with Retry-After while locked out; Error(kSecondFactorRequired) when
  /// the password is right and a code is missing. A wrong code counts like a wrong password.
  Task<SignedIn> Login(const Caller& caller, Credentials credentials);
  /// A refresh token is used up by its first use. Who comes back with it within `refresh_grace` is another
  /// tab, or somebody whose answer was lost, and gets the token that it was exchanged for. Later it means
  /// that two hold it who should not, so the whole family ends.
  Task<Renewal> Refresh(const Caller& caller, Secret refresh_token);
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
    enum class Kind { kRefreshed, kRepeated, kUnknown, kReused, kEnded } kind = Kind::kUnknown;
    std::optional<User> user;
    std::optional<FreshTokens> tokens;
  };

  Task<Candidate> FindCandidate(const std::string& username, const std::string& address);
  /// What came of an attempt whose password was right.
  struct Opening {
    std::optional<User> user;
    std::string_view refusal;  ///< why there is none
  };
  Task<Opening> OpenSession(const Caller& caller, const User& user, const std::optional<std::string>& code,
                            const FreshTokens& tokens, const std::string& pair_key);
  std::string_view CheckCode(Transaction& tx, const User& user, const std::optional<std::string>& code) const;
  Task<SignedIn> Answer(User user, FreshTokens tokens);
  FreshTokens MakeTokens(const User& user, Session session, Secret refresh_token);
  RefreshOutcome RefreshIn(Transaction& tx, const Caller& caller, const Secret& refresh_token);
  RefreshOutcome RepeatIn(Transaction& tx, const Caller& caller, const Secret& refresh_token,
                          const RefreshRecord& record, const User& user);
  Secret SuccessorOf(const Secret& refresh_token) const;
  std::optional<Secret> FindNewest(Transaction& tx, Secret refresh_token) const;
  RefreshOutcome EndReusedFamily(Transaction& tx, const Caller& caller, const RefreshRecord& record);

  AuthParts parts_;
  const PointSettings& settings_;
};
}  // namespace vss::point
