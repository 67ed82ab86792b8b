#pragma once
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "realtime/member.hpp"

namespace vss::realtime {

/// Clients that were cut off and may come back. Bounded in number and time.
class Recovery {
 public:
  struct Kept {
    std::string sid, user_id;
    TopicSet topics = 0;
    Offset since = 0;
    KindSet all_rows = 0;
    std::vector<std::string> teams;
    bool limited = false;  ///< in what it subscribed to
    Steady at;
  };
  explicit Recovery(const Settings& settings) : settings_(settings) {}

  void Keep(const Member& member, Steady now);
  /// Takes it out.
  std::optional<Kept> Take(const std::string& pid);
  void Forget(Steady now);
  bool empty() const { return kept_.empty(); }
  /// Some of them have data rules in what they subscribed to.
  bool any_limited() const { return limited_ > 0; }

 private:
  void Drop(std::unordered_map<std::string, Kept>::iterator place);
  const Settings& settings_;
  std::unordered_map<std::string, Kept> kept_;        // by pid
  std::deque<std::pair<std::string, Steady>> order_;  // oldest first; may name some that were taken
  std::size_t limited_ = 0;
};
}  // namespace vss::realtime
