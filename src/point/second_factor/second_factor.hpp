#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "point/users/user.hpp"

namespace vss::point {

/// Somebody's second factor as it is kept: the secret under VSS_SECOND_FACTOR_KEY.
struct SecondFactor {
  UserId user;
  std::string sealed_secret;
  Instant created_at;
  std::optional<Instant> confirmed_at;  ///< when the first right code came; it counts from then on
  std::int64_t last_step = 0;           ///< of the newest code that was used: none works twice
};

/// Whether somebody has one, and whether their role wants it.
enum class SecondFactorState { kOff, kOn, kRequired };  ///< kRequired: wanted, and not there yet
std::string_view ToString(SecondFactorState state);

struct SecondFactorStatus {
  SecondFactorState state = SecondFactorState::kOff;
  bool required_by_role = false;
  std::int64_t recovery_codes = 0;  ///< that were not used yet
};

/// What an authenticator app is given, once.
struct Enrolment {
  Secret secret;  ///< raw
  std::string uri;
};
}  // namespace vss::point
