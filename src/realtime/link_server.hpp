#pragma once
#include <functional>
#include <unordered_map>

#include "base/async/task_scope.hpp"
#include "base/random.hpp"
#include "realtime/link.hpp"
#include "realtime/realtime_metrics.hpp"
#include "realtime/strangers.hpp"

namespace vss::realtime {

/// All Engine.IO sessions: opens and finds them, flushes those that have something to say once a loop turn,
/// pings. No timers of their own: links wait in two lists, each in the order of its deadlines, because all
/// have the same intervals. Lives on the HTTP loop.
class LinkServer final : public LinkHost {
 public:
  using MakeUser = std::function<std::unique_ptr<LinkUser>(Link& link)>;

  LinkServer(Loop& loop, Clock& clock, Random& random, const Settings& settings, RealtimeMetrics& metrics)
      : loop_(loop), clock_(clock), random_(random), settings_(settings), metrics_(metrics) {}

  /// A new session for a client at `address`. Throws Error(kServiceUnavailable) when there are too many, and
  /// before Start() and after Stop().
  std::shared_ptr<Link> Open(const std::string& address, const MakeUser& make_user);
  std::shared_ptr<Link> Find(const std::string& sid) const;
  /// The packet that tells `link` its sid and the times.
  std::string OpenPacket(const Link& link, Link::As as) const;

  void Start(TaskScope& scope);
  /// Ends all sessions; clients reconnect by themselves to whoever comes next.
  void Stop();
  void Measure();

  void MarkDirty(Link& link) override;
  void NoteAnswer(Link& link) override;
  Loop& loop() override { return loop_; }
  const Settings& settings() const override { return settings_; }
  Steady now() const override { return clock_.SteadyNow(); }

 private:
  using List = boost::intrusive::list<Link, boost::intrusive::constant_time_size<false>>;
  void FlushDirty();
  void Sweep();
  void CheckStalls();
  void Remove(Link& link);

  Loop& loop_;
  Clock& clock_;
  Random& random_;
  const Settings& settings_;
  RealtimeMetrics& metrics_;
  std::unordered_map<std::string, std::shared_ptr<Link>> links_;
  List to_ping_, to_hear_;
  std::vector<Link*> dirty_;
  Strangers strangers_{settings_.max_strangers_per_address};
  enum class State { kStarting, kRunning, kStopping } state_ = State::kStarting;
};
}  // namespace vss::realtime
