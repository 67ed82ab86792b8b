#pragma once
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "point/users/user.hpp"

namespace vss::point {

using SessionId = TextId<struct SessionTag>;  ///< UUID

/// One login and all tokens that descend from it (a refresh family). Revoking it ends them together.
struct Session {
  SessionId id;
  UserId user;
  std::string address;  ///< where the login came from
  Instant created_at;
  Instant access_expires_at;  ///< when the newest access token of the family expires
  Instant expires_at;         ///< when the newest refresh token does
};

/// A session by which somebody may act right now.
struct LiveSession {
  SessionId id;
  Instant access_expires_at;
};

/// A refresh token as stored: its SHA-256, never itself.
struct RefreshRecord {
  SessionId session;
  UserId user;
  Instant expires_at;
  std::optional<Instant> used_at;
  enum class State { kFresh, kUsed, kRevoked } state = State::kFresh;
};
}  // namespace vss::point
