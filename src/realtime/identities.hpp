#pragma once
#include <functional>
#include <memory>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "contracts/principal.hpp"
#include "realtime/topics.hpp"

namespace vss::realtime {

/// Who is connected with one token, and what that allows right now. Shared by all clients with the token.
struct Identity {
  std::string token;
  Principal principal;
  Rights rights;
  KindSet all_rows = 0;  ///< kinds without data rules

  bool LimitedIn(KindSet kinds) const { return (kinds & ~all_rows) != 0; }
};

/// Keeps what was true at connect true: verifies tokens again when the directory behind the verifier changed,
/// and lets them expire. Lives on the HTTP loop.
class Identities {
 public:
  Identities(TokenVerifier& tokens, const Clock& clock)
      : tokens_(tokens), clock_(clock), revision_(tokens.Revision()) {}

  /// Throws what TokenVerifier throws.
  std::shared_ptr<const Identity> Get(std::string_view token);

  struct Changes {
    std::vector<std::shared_ptr<const Identity>> changed;
    std::vector<std::pair<std::shared_ptr<const Identity>, Error>> ended;
  };
  /// What is different since the last call. Cheap while nothing is.
  Changes Review();

 private:
  static void Fill(Identity& identity, Principal principal);

  TokenVerifier& tokens_;
  const Clock& clock_;
  std::int64_t revision_;
  std::unordered_map<std::string_view, std::weak_ptr<Identity>>
      known_;  // by the token that the identity holds
  Instant next_expiry_ = Instant::max();
};
}  // namespace vss::realtime
