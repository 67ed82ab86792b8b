#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/secret.hpp"

namespace vss::point {

/// After `free_failures` failures in a row each further one locks for twice as long as the one before.
struct ThrottleRule {
  std::int64_t free_failures;
  std::chrono::seconds first_lock;
  std::chrono::seconds longest_lock;
};

struct ThrottleSettings {
  /// One account from one address: what stops guessing, and can hurt nobody who sits elsewhere.
  ThrottleRule pair{5, std::chrono::seconds(30), std::chrono::minutes(15)};
  /// One account from everywhere: slows a guess spread over many addresses. Addresses that the user has
  /// signed in from are exempt, or an attacker could keep the user out.
  ThrottleRule account{50, std::chrono::seconds(60), std::chrono::minutes(15)};
  /// One address for all accounts. A whole centre may sit behind it, so it is the most patient.
  ThrottleRule address{100, std::chrono::seconds(30), std::chrono::minutes(15)};
  std::chrono::seconds forget_after = std::chrono::hours(1);  ///< without a failure
  std::size_t max_records = 50'000;
};

/// Whether browsers may send the cookie over plain HTTP.
enum class CookieTransport { kAny, kTlsOnly };

struct PointSettings {
  Secret jwt_key;
  Secret second_factor_key;
  std::chrono::seconds access_ttl = std::chrono::hours(1);
  std::chrono::seconds refresh_ttl = std::chrono::days(30);
  /// How long after its first use a refresh token still counts for those who missed the answer.
  std::chrono::seconds refresh_grace = std::chrono::seconds(30);
  unsigned bcrypt_cost = 10;
  CookieTransport cookie = CookieTransport::kAny;
  ThrottleSettings throttle;
  std::vector<std::string> cors_origins;  ///< other pages that may sign people in
};
}  // namespace vss::point
