#include "realtime/history.hpp"

#include <algorithm>

namespace vss::realtime {

bool Covers(const RowScope& scope, const Owners& owners) {
  if (scope.all()) return true;
  if (std::ranges::find(owners.users, scope.user_id) != owners.users.end()) return true;
  return std::ranges::any_of(scope.teams, [&](const std::string& team) {
    return std::ranges::find(owners.teams, team) != owners.teams.end();
  });
}

void History::Push(Broadcast event) {
  bytes_ += event.frame->websocket().size();
  events_.push_back(std::move(event));
  while (events_.size() > settings_.max_kept_events || bytes_ > settings_.max_kept_bytes) DropFirst();
}

void History::Forget(Steady now) {
  while (!events_.empty() && now - events_.front().at > settings_.keep_for_recovery) DropFirst();
}

void History::Replay(Offset offset, const std::function<void(const Broadcast&)>& take) const {
  const auto first = std::ranges::upper_bound(events_, offset, {}, &Broadcast::offset);
  for (auto event = first; event != events_.end(); ++event) take(*event);
}

void History::DropFirst() {
  bytes_ -= events_.front().frame->websocket().size();
  lost_ = events_.front().offset;
  events_.pop_front();
}
}  // namespace vss::realtime
