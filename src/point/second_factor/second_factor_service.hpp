#pragma once
#include "contracts/principal.hpp"
#include "point/auth/access_directory.hpp"
#include "point/auth/sign_in_guard.hpp"
#include "point/second_factor/second_factor_codes.hpp"

namespace vss::point {

/// What SecondFactorService works with; all outlive it.
struct SecondFactorParts {
  Store<Transaction>& store;
  AccessDirectory& directory;
  SignInGuard& guard;
  const SecondFactorCodes& codes;
  const Clock& clock;
};

/// Setting second factors up and taking them away, and which roles must have one. Everything about one's own
/// wants the password, so that a stolen token is not enough; wrong codes count like wrong passwords. All of
/// it is audited. Lives on the HTTP loop.
class SecondFactorService {
 public:
  explicit SecondFactorService(SecondFactorParts parts) : parts_(parts) {}

  Task<SecondFactorStatus> StatusOf(const Caller& caller);
  /// A new secret, which counts once Confirm has seen a code of it. Throws Error(kConflict) when there is a
  /// confirmed one.
  Task<Enrolment> Begin(const Caller& caller, Secret password);
  /// Ends the user's other sessions, which knew a password only. Returns the recovery codes.
  Task<std::vector<Secret>> Confirm(const Caller& caller, std::string code);
  /// Throws Error(kConflict) when the role wants one.
  Task<void> Remove(const Caller& caller, Secret password, std::string code);
  Task<std::vector<Secret>> RenewRecoveryCodes(const Caller& caller, Secret password, std::string code);

  /// For somebody who lost the telephone: takes it away and ends the user's sessions. Throws
  /// Error(kNotFound) when there is no such user or no second factor.
  Task<void> Reset(const Caller& caller, UserId user);
  /// By name, for the console.
  Task<void> ResetByName(const Caller& caller, std::string username);

  Task<std::vector<std::string>> ListRoles();
  /// Those whose users must have one, from now on: who has none may only set it up.
  Task<std::vector<std::string>> SetRoles(const Caller& caller, std::vector<std::string> names);

 private:
  /// Runs `work` in the transaction in which the code was right. Throws Error(kInvalidParams) for a wrong
  /// one.
  Task<void> WithCode(const Caller& caller, std::string_view code, std::string action, SecondFactor factor,
                      std::function<void(Transaction&)> work);
  Task<SecondFactor> GetConfirmed(const Caller& caller);

  SecondFactorParts parts_;
};
}  // namespace vss::point
