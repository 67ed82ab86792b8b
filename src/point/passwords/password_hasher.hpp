#pragma once
#include <string_view>

#include "base/async/blocking_pool.hpp"
#include "base/random.hpp"
#include "base/secret.hpp"

namespace vss::point {

/// bcrypt of libcrypt, on a pool's threads, because one hash takes tens of milliseconds by design.
/// Throws Error(kServiceUnavailable) when the pool's queue is full.
class PasswordHasher {
 public:
  /// `cost` is the logarithm of the rounds: 10 is about 50 ms of one core here, and each step doubles it.
  PasswordHasher(BlockingPool& pool, Random& random, unsigned cost);

  /// `$2b$`. The caller has checked the policy.
  Task<Secret> Hash(Secret password);
  /// `hash` may be `$2a$`, `$2b$` or `$2y$`. With nullopt (nobody of that name), or with a password that
  /// nobody can have, it answers false after the same work as for a wrong password.
  Task<bool> Verify(Secret password, std::optional<Secret> hash);

 private:
  BlockingPool& pool_;
  Random& random_;
  unsigned cost_;
  Secret dummy_hash_;
};

/// True for a complete bcrypt hash of the kinds that Verify takes.
bool IsBcryptHash(std::string_view text);
}  // namespace vss::point
