#pragma once
#include "base/random.hpp"
#include "point/ports/store.hpp"

namespace vss::point {

/// The codes of second factors: makes, seals, checks and uses them up. Its methods on a Transaction run on a
/// database thread; it has no state.
class SecondFactorCodes {
 public:
  SecondFactorCodes(const Secret& key, Random& random);

  enum class Verdict { kRight, kWrong, kUsedBefore };

  Secret NewSecret() const;
  std::string Seal(const UserId& user, const Secret& secret) const;
  /// Throws Error(kConflict) when it was sealed under another key.
  Secret Open(const SecondFactor& factor) const;

  /// A code of the app, or a recovery code, however it is spaced. A right one is used up.
  Verdict Use(Transaction& tx, const SecondFactor& factor, std::string_view code, Instant now) const;

  /// Ten new ones, which replace those before; kept as hashes.
  std::vector<Secret> RenewRecoveryCodes(Transaction& tx, const UserId& user) const;

 private:
  std::string HashOf(const UserId& user, std::string_view recovery_code) const;

  std::string sealing_key_, hashing_key_;
  Random& random_;
};
}  // namespace vss::point
