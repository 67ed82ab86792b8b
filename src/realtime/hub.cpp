#include "realtime/hub.hpp"

#include "base/log.hpp"
#include "realtime/packets.hpp"

namespace vss::realtime {
namespace {
std::optional<std::string> TextOf(const json::object& data, std::string_view field) {
  const json::value* value = data.if_contains(field);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string());
}

// What the data says itself stays: a line of the log has an event_id that is not this event's.
json::object PayloadOf(const Event& event) {
  json::object payload = event.data;
  payload.emplace("event", event.event);
  payload.emplace("event_id", event.id);
  payload.emplace("ts", FormatRfc3339(event.at));
  payload.emplace("f_flow", event.f_flow ? json::value(*event.f_flow) : nullptr);
  return payload;
}

bool MaySee(const Identity& identity, const Broadcast& event) {
  const EventKind& kind = AllKinds()[event.kind];
  if (kind.rows == RowRule::kAll) return true;
  const RowScope scope = ScopeOf(identity.principal, kind.resource);
  if (kind.rows == RowRule::kPersonal)
    return !scope.all() && Covers(scope, event.owners) && !Covers(scope, event.after.value_or(Owners()));
  return scope.all() || (kind.rows == RowRule::kOwners && Covers(scope, event.owners));
}

void AddText(std::vector<std::string>& texts, const json::object& data, std::string_view field) {
  if (auto text = TextOf(data, field)) texts.push_back(std::move(*text));
}

// Who had the lead before it changed hands; nothing when it did not.
std::optional<Owners> PreviousOwners(const json::object& data) {
  if (!data.contains("previous_seller")) return std::nullopt;
  Owners owners;
  AddText(owners.users, data, "previous_seller");
  AddText(owners.teams, data, "previous_team");
  return owners;
}

// For those who have lost the lead: that it is gone, and nothing of what it has become.
Event Gone(const Event& update) {
  Event gone = update;
  gone.event = "lead.gone";
  gone.data = {{"id", update.data.at("id")}};
  return gone;
}
}  // namespace

void Hub::Join(const std::shared_ptr<Member>& member) {
  member->place = members_.size();
  members_.push_back({.member = member});
  Update(*member);
}

void Hub::Leave(Member& member, Keep keep) {
  if (member.link == nullptr) return;
  // One whose snapshot was under way could not tell what it has of it.
  if (keep == Keep::kForRecovery && !member.reading) recovery_.Keep(member, clock_.SteadyNow());
  member.link = nullptr;
  const std::size_t place = member.place;
  if (place + 1 != members_.size()) {
    members_[place] = std::move(members_.back());
    members_[place].member->place = place;
  }
  members_.pop_back();
}

// The server may not have noticed yet that the old connection is dead: over polling it cannot before a
// time-out.
void Hub::EndOldConnection(const std::string& pid, const std::string& user_id) {
  const auto old =
      std::ranges::find_if(members_, [&](const Entry& entry) { return entry.member->pid == pid; });
  if (old == members_.end() || old->member->identity->principal.user_id != user_id) return;
  const std::shared_ptr<Member> member = old->member;
  member->link->End(LinkEnd::kPeer);
  Leave(*member, Keep::kForRecovery);
}

bool Hub::Recover(Member& member, const std::string& pid, Offset offset) {
  EndOldConnection(pid, member.identity->principal.user_id);
  const auto kept = recovery_.Take(pid);
  const bool good = kept && kept->user_id == member.identity->principal.user_id &&
                    kept->all_rows == member.identity->all_rows &&
                    kept->teams == member.identity->principal.teams && offset <= last_offset_ &&
                    offset >= kept->since && (kept->topics == 0 || history_.Covers(offset)) &&
                    (kept->topics & ~member.identity->rights.topics) == 0;
  (good ? metrics_.recovered : metrics_.not_recovered).Increment();
  if (!good) return false;
  member.sid = kept->sid;
  member.pid = pid;
  member.topics = kept->topics;
  member.since = kept->since;
  return true;
}

void Hub::CatchUp(Member& member, Offset offset) {
  const KindSet kinds = KindsOf(member.topics, member.identity->rights);
  history_.Replay(offset, [&](const Broadcast& event) {
    if ((kinds >> event.kind & 1U) != 0 && MaySee(*member.identity, event)) member.Send(event.frame);
  });
}

void Hub::Update(Member& member) {
  Entry& entry = members_[member.place];
  entry.kinds = KindsOf(member.topics, member.identity->rights);
  entry.limited = entry.kinds & ~member.identity->all_rows;
}

void Hub::Unsubscribe(Member& member, Topic topic) {
  member.topics &= static_cast<TopicSet>(~Bit(topic));
  Update(member);
}

std::vector<std::shared_ptr<Member>> Hub::MembersOf(const Identity& identity) const {
  std::vector<std::shared_ptr<Member>> found;
  for (const Entry& entry : members_) {
    if (entry.member->identity.get() == &identity) found.push_back(entry.member);
  }
  return found;
}

void Hub::Reconsider(const Identity& identity) {
  for (const auto& member : MembersOf(identity)) {
    for (const TopicTraits& traits : AllTopics()) {
      if ((member->topics & Bit(traits.topic)) == 0 || (identity.rights.topics & Bit(traits.topic)) != 0)
        continue;
      member->topics &= static_cast<TopicSet>(~Bit(traits.topic));
      json::object refusal = ErrorAnswer("PERMISSION_DENIED", "your role no longer allows this");
      refusal["topic"] = traits.name;
      member->Send(EventPacket("subscription.refused", refusal));
    }
    Update(*member);
    member->Send(EventPacket("session.changed", {{"role", identity.principal.role}}));
  }
}

void Hub::Tell(const std::string& user, std::string_view event, const json::object& data) {
  FramePtr frame;
  for (const Entry& entry : members_) {
    if (entry.member->identity->principal.user_id != user) continue;
    if (!frame) frame = EventPacket(event, data);
    entry.member->Send(frame);
  }
}

bool Hub::AnyoneWith(std::size_t kind) const {
  return std::ranges::any_of(members_, [&](const Entry& entry) { return (entry.kinds >> kind & 1U) != 0; });
}

bool Hub::IsWanted(std::string_view name) const {
  const auto kind = FindKind(name);
  return kind && AnyoneWith(*kind);
}

Task<void> Hub::OnEvents(const std::vector<Event>& events) {
  for (const Event& event : events) {
    const auto kind = FindKind(event.event);
    if (!kind) continue;
    snapshots_.Outdate(AllKinds()[*kind].topics);
    if (recovery_.empty() && !AnyoneWith(*kind)) continue;
    const Owners owners = co_await OwnersOf(event, *kind);
    Send(event, *kind, owners);
    if (auto before = PreviousOwners(event.data)) {
      const Event gone = Gone(event);
      Send(gone, *FindKind(gone.event), std::move(*before), owners);
    }
  }
}

// Whose the lead is, is asked only while somebody with data rules listens, or may come back.
Task<Owners> Hub::OwnersOf(const Event& event, std::size_t kind) {
  Owners owners;
  if (AllKinds()[kind].rows != RowRule::kOwners) co_return owners;
  for (const std::string_view field : {"assigned_seller", "user_id"})
    AddText(owners.users, event.data, field);
  AddText(owners.teams, event.data, "team_id");
  auto lead = TextOf(event.data, "lead_id");
  const auto limited = [kind](const Entry& entry) { return (entry.limited >> kind & 1U) != 0; };
  if (!lead || (!recovery_.any_limited() && std::ranges::none_of(members_, limited))) co_return owners;
  try {
    const auto owner = co_await leads_.OwnerOf(std::move(*lead));
    if (owner && owner->seller) owners.users.push_back(*owner->seller);
    if (owner && owner->team) owners.teams.push_back(*owner->team);
  } catch (const Error& error) {
    // Who cannot be told now gets a fresh snapshot when it comes back.
    log::Warning("WORKSPACE",
                 "realtime clients with data rules have to reconnect: who sees an event is not known",
                 {{"event_id", event.id}, {"error", error.message()}});
    for (const Entry& entry : members_) {
      if (limited(entry)) entry.member->link->End(LinkEnd::kStop), entry.member->since = UINT64_MAX;
    }
  }
  co_return owners;
}

void Hub::Send(const Event& event, std::size_t kind, Owners owners, std::optional<Owners> after) {
  const Offset offset = ++last_offset_;
  Broadcast broadcast{.offset = offset,
                      .kind = kind,
                      .owners = std::move(owners),
                      .after = std::move(after),
                      .frame = BroadcastPacket(event.event, PayloadOf(event), offset),
                      .at = clock_.SteadyNow()};
  std::size_t receivers = 0;
  const bool personal = AllKinds()[kind].rows == RowRule::kPersonal;
  for (const Entry& entry : members_) {
    if ((entry.kinds >> kind & 1U) == 0) continue;
    const bool ruled = personal || (entry.limited >> kind & 1U) != 0;
    if (ruled && !MaySee(*entry.member->identity, broadcast)) continue;
    Deliver(*entry.member, broadcast.frame);
    ++receivers;
  }
  metrics_.events_out.Increment(static_cast<double>(receivers));
  history_.Push(std::move(broadcast));
}

void Hub::Deliver(Member& member, const FramePtr& frame) {
  if (!member.reading) return member.link->Send(frame);
  Member::Reading& reading = *member.reading;
  reading.held_bytes += frame->websocket().size();
  if (reading.held.size() >= settings_.max_queue_frames || reading.held_bytes > settings_.max_queue_bytes)
    return member.link->End(LinkEnd::kSlow);
  reading.held.push_back(frame);
}
}  // namespace vss::realtime
