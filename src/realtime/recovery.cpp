#include "realtime/recovery.hpp"

namespace vss::realtime {

void Recovery::Keep(const Member& member, Steady now) {
  const Identity& identity = *member.identity;
  const auto [place, fresh] = kept_.try_emplace(
      member.pid, Kept{.sid = member.sid,
                       .user_id = identity.principal.user_id,
                       .topics = member.topics,
                       .since = member.since,
                       .all_rows = identity.all_rows,
                       .teams = identity.principal.teams,
                       .limited = identity.LimitedIn(KindsOf(member.topics, identity.rights)),
                       .at = now});
  if (!fresh) return;
  if (place->second.limited) ++limited_;
  order_.emplace_back(member.pid, now);
  Forget(now);
}

std::optional<Recovery::Kept> Recovery::Take(const std::string& pid) {
  const auto found = kept_.find(pid);
  if (found == kept_.end()) return std::nullopt;
  Kept kept = found->second;
  Drop(found);
  return kept;
}

void Recovery::Drop(std::unordered_map<std::string, Kept>::iterator place) {
  if (place->second.limited) --limited_;
  kept_.erase(place);
}

void Recovery::Forget(Steady now) {
  while (!order_.empty() && (now - order_.front().second > settings_.keep_for_recovery ||
                             order_.size() > settings_.max_kept_clients)) {
    const auto found = kept_.find(order_.front().first);
    if (found != kept_.end() && found->second.at == order_.front().second) Drop(found);
    order_.pop_front();
  }
}
}  // namespace vss::realtime
