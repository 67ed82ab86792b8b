#pragma once
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "realtime/frame.hpp"
#include "realtime/settings.hpp"
#include "realtime/topics.hpp"

namespace vss::realtime {

/// A place in the stream of events; grows.
using Offset = std::uint64_t;

/// Whom the rows of an event belong to.
struct Owners {
  std::vector<std::string> users, teams;
};
bool Covers(const RowScope& scope, const Owners& owners);

/// One event on its way to clients.
struct Broadcast {
  Offset offset = 0;
  std::size_t kind = 0;
  Owners owners;
  std::optional<Owners> after;  ///< RowRule::kPersonal: who sees it now
  FramePtr frame;
  Steady at;
};

/// The last events, for clients that were cut off for a moment. Bounded by number, bytes and age.
class History {
 public:
  explicit History(const Settings& settings) : settings_(settings) {}

  void Push(Broadcast event);
  void Forget(Steady now);
  /// True when everything after `offset` is here.
  bool Covers(Offset offset) const { return offset >= lost_; }
  /// Calls `take` with everything after `offset`, in order.
  void Replay(Offset offset, const std::function<void(const Broadcast&)>& take) const;
  std::size_t size() const { return events_.size(); }

 private:
  void DropFirst();
  const Settings& settings_;
  std::deque<Broadcast> events_;
  std::size_t bytes_ = 0;
  Offset lost_ = 0;  ///< the last that is gone
};
}  // namespace vss::realtime
