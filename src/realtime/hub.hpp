#pragma once
#include <vector>

#include "base/async/task_scope.hpp"
#include "contracts/journal.hpp"
#include "contracts/leads.hpp"
#include "realtime/member.hpp"
#include "realtime/realtime_metrics.hpp"
#include "realtime/recovery.hpp"
#include "realtime/snapshots.hpp"

namespace vss::realtime {

/// Who gets which event. Encodes an event once; every receiver's queue points to the same bytes. Lives on the
/// HTTP loop.
class Hub {
 public:
  Hub(LeadDirectory& leads, SnapshotSource& source, const Clock& clock, const Settings& settings,
      RealtimeMetrics& metrics)
      : leads_(leads),
        clock_(clock),
        settings_(settings),
        metrics_(metrics),
        snapshots_(source, clock),
        history_(settings),
        recovery_(settings) {}

  /// Snapshots are read in `scope` from here on.
  void Start(TaskScope& scope) { scope_ = &scope; }

  void Join(const std::shared_ptr<Member>& member);
  /// `keep`: it was cut off and may come back.
  enum class Keep { kForget, kForRecovery };
  void Leave(Member& member, Keep keep);
  /// Gives `member` the ids and subscriptions that a client with `pid` had, and what it missed after
  /// `offset`. False: it begins anew. Before Join; what it missed comes with Catch up after the connect was
  /// answered.
  bool Recover(Member& member, const std::string& pid, Offset offset);
  void CatchUp(Member& member, Offset offset);

  /// The acknowledgement comes when the snapshot is read.
  void Subscribe(const std::shared_ptr<Member>& member, Topic topic, AckId ack);
  void Unsubscribe(Member& member, Topic topic);

  /// Somebody listens to the event `name`.
  bool IsWanted(std::string_view name) const;
  /// Events of the bus, in order.
  Task<void> OnEvents(const std::vector<Event>& events);
  /// The rights of those with `identity` changed: they are told, and hear what they may hear now.
  void Reconsider(const Identity& identity);
  /// To everything that `user` has open, whatever it is subscribed to. Not kept for those who are cut off.
  void Tell(const std::string& user, std::string_view event, const json::object& data);
  std::vector<std::shared_ptr<Member>> MembersOf(const Identity& identity) const;
  void Forget() { history_.Forget(clock_.SteadyNow()), recovery_.Forget(clock_.SteadyNow()); }
  void Measure() { metrics_.members.Set(static_cast<double>(members_.size())); }

 private:
  /// What a broadcast looks at, side by side in memory.
  struct Entry {
    KindSet kinds = 0;
    KindSet limited = 0;  ///< of them, those with data rules
    std::shared_ptr<Member> member;
  };
  void EndOldConnection(const std::string& pid, const std::string& user_id);
  void Update(Member& member);
  bool AnyoneWith(std::size_t kind) const;
  Task<Owners> OwnersOf(const Event& event, std::size_t kind);
  void Send(const Event& event, std::size_t kind, Owners owners, std::optional<Owners> after = std::nullopt);
  void Deliver(Member& member, const FramePtr& frame);
  Task<void> ReadSnapshots(std::shared_ptr<Member> member);
  Task<void> ReadSnapshot(const std::shared_ptr<Member>& member, Member::Wanted wanted);
  Task<void> SendParts(Member& member, Topic topic, const Snapshots::Parts& parts);
  void ReleaseHeld(Member& member);

  LeadDirectory& leads_;
  const Clock& clock_;
  const Settings& settings_;
  RealtimeMetrics& metrics_;
  Snapshots snapshots_;
  History history_;
  Recovery recovery_;
  TaskScope* scope_ = nullptr;
  std::vector<Entry> members_;
  Offset last_offset_ = 0;
};
}  // namespace vss::realtime
