// How a subscription begins: snapshot first, then everything that happened since it was asked for.
#include "base/log.hpp"
#include "realtime/hub.hpp"
#include "realtime/packets.hpp"

namespace vss::realtime {
namespace {
constexpr std::size_t kMaxWanted = 16;
constexpr std::size_t kFewBytes = 1 << 20;  // the next part waits until less than this is in the queue
constexpr std::chrono::milliseconds kGlance{10};

void Refuse(Member& member, Topic topic, AckId ack, const Error& error) {
  json::object answer = ErrorAnswer(error);
  if (ack) return member.Send(AckPacket(*ack, answer));
  answer["topic"] = Describe(topic).name;
  member.Send(EventPacket("subscription.refused", answer));
}
}  // namespace

void Hub::Subscribe(const std::shared_ptr<Member>& member, Topic topic, AckId ack) {
  const TopicTraits& traits = Describe(topic);
  if ((member->identity->rights.topics & Bit(topic)) == 0) {
    return Refuse(*member, topic, ack,
                  Error(ErrorCode::kPermissionDenied,
                        fmt::format("your role {} lacks the permission {}", member->identity->principal.role,
                                    traits.permission)));
  }
  if (member->reading && member->reading->wanted.size() >= kMaxWanted)
    return Refuse(*member, topic, ack,
                  Error(ErrorCode::kRateLimited, "wait for the snapshots that you asked for"));
  const bool first = !member->reading;
  if (first) member->reading = std::make_unique<Member::Reading>();
  member->reading->wanted.push_back({topic, ack});
  member->topics |= Bit(topic);
  Update(*member);
  if (first) scope_->Spawn("realtime snapshot", ReadSnapshots(member));
}

Task<void> Hub::ReadSnapshots(std::shared_ptr<Member> member) {
  while (member->link != nullptr && !member->reading->wanted.empty()) {
    const Member::Wanted wanted = member->reading->wanted.front();
    member->reading->wanted.pop_front();
    try {
      co_await ReadSnapshot(member, wanted);
    } catch (const Error& error) {
      log::Warning("WORKSPACE", "a realtime snapshot could not be read",
                   {{"topic", Describe(wanted.topic).name}, {"error", error.message()}});
      if (member->link == nullptr) co_return;
      Unsubscribe(*member, wanted.topic);
      Refuse(*member, wanted.topic, wanted.ack, error);
    }
  }
  ReleaseHeld(*member);
}

Task<void> Hub::ReadSnapshot(const std::shared_ptr<Member>& member, Member::Wanted wanted) {
  // A place of its own: whoever names it or a later one has received this snapshot.
  member->since = ++last_offset_;
  const Identity& identity = *member->identity;
  const bool ruled = identity.LimitedIn(KindsOf(Bit(wanted.topic), identity.rights));
  const auto rows = ruled ? Snapshots::Rows::kOwn : Snapshots::Rows::kShared;
  const auto parts = co_await snapshots_.Get(wanted.topic, member->identity->principal, rows);
  if (member->link == nullptr || (member->topics & Bit(wanted.topic)) == 0) co_return;
  if (wanted.ack) member->Send(AckPacket(*wanted.ack, OkAnswer()));
  co_await SendParts(*member, wanted.topic, *parts);
}

Task<void> Hub::SendParts(Member& member, Topic topic, const Snapshots::Parts& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    // A reader that never takes them is ended by its queue's limits of time.
    while (member.link != nullptr && member.link->queue_bytes() > kFewBytes) co_await SleepFor(kGlance);
    if (member.link == nullptr) co_return;
    member.Send(SnapshotPacket({.topic = Describe(topic).name,
                                .items = parts[i],
                                .part = i + 1,
                                .parts = parts.size(),
                                .offset = member.since}));
  }
}

void Hub::ReleaseHeld(Member& member) {
  const auto reading = std::move(member.reading);
  for (const FramePtr& frame : reading->held) member.Send(frame);
}
}  // namespace vss::realtime
