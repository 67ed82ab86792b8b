#include "realtime/identities.hpp"

namespace vss::realtime {
namespace {
bool IsSameAccess(const Principal& one, const Principal& other) {
  return one.role == other.role && one.standing == other.standing && one.scopes == other.scopes &&
         one.team == other.team && one.teams == other.teams &&
         one.permissions->ToJson() == other.permissions->ToJson();
}
}  // namespace

std::shared_ptr<const Identity> Identities::Get(std::string_view token) {
  if (const auto found = known_.find(token); found != known_.end()) {
    if (auto identity = found->second.lock()) {
      // What changed since is for Review() to tell all who share it; here counts whether the token is still
      // good.
      if (revision_ != tokens_.Revision() || identity->principal.expires_at <= clock_.Now())
        tokens_.Verify(token);
      return identity;
    }
  }
  // The map's key is a view into the identity: forgotten together with it.
  auto identity =
      std::shared_ptr<Identity>(new Identity{.token = std::string(token)}, [this](Identity* last) {
        const auto mine = known_.find(last->token);
        if (mine != known_.end() && mine->first.data() == last->token.data()) known_.erase(mine);
        delete last;
      });
  Fill(*identity, tokens_.Verify(token));
  known_.erase(identity->token);
  known_.emplace(identity->token, identity);
  next_expiry_ = std::min(next_expiry_, identity->principal.expires_at);
  return identity;
}

void Identities::Fill(Identity& identity, Principal principal) {
  identity.rights = RightsOf(*principal.permissions);
  identity.all_rows = KindsWithoutDataRules(principal);
  identity.principal = std::move(principal);
}

Identities::Changes Identities::Review() {
  Changes changes;
  const std::int64_t revision = tokens_.Revision();
  if (revision == revision_ && clock_.Now() < next_expiry_) return changes;
  revision_ = revision;
  next_expiry_ = Instant::max();
  std::vector<std::shared_ptr<Identity>> all;
  for (const auto& [token, weak] : known_) {
    if (auto identity = weak.lock()) all.push_back(std::move(identity));
  }
  for (const auto& identity : all) {
    try {
      Principal principal = tokens_.Verify(identity->token);
      const Principal before = identity->principal;
      Fill(*identity, std::move(principal));
      next_expiry_ = std::min(next_expiry_, identity->principal.expires_at);
      if (!IsSameAccess(before, identity->principal)) changes.changed.push_back(identity);
    } catch (const Error& error) {
      changes.ended.emplace_back(identity, error);
    }
  }
  return changes;
}
}  // namespace vss::realtime
