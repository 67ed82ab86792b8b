#include "realtime/link_server.hpp"

#include "base/error.hpp"

namespace vss::realtime {
namespace {
constexpr std::chrono::milliseconds kSweepEvery{250}, kStallCheckEvery{2000};
constexpr std::size_t kSidBytes = 15;  // 20 characters, as other servers have them
}  // namespace

std::shared_ptr<Link> LinkServer::Open(const std::string& address, const MakeUser& make_user) {
  const bool running = state_ == State::kRunning;
  const bool full = links_.size() >= settings_.max_clients;
  if (!running || (full && !strangers_.EndOne())) {
    metrics_.Refused(running ? "full" : "not_running");
    throw Error(ErrorCode::kServiceUnavailable,
                running ? "too many clients are connected" : "the server is starting or stopping")
        .RetryAfter(std::chrono::seconds(5));
  }
  auto link = std::make_shared<Link>(*this, random_.Token(kSidBytes));
  link->set_user(make_user(*link));
  link->deadline = now() + settings_.ping_interval;
  to_ping_.push_back(*link);
  links_.emplace(link->sid(), link);
  strangers_.Add(address, link);
  return link;
}

std::shared_ptr<Link> LinkServer::Find(const std::string& sid) const {
  const auto found = links_.find(sid);
  return found == links_.end() || found->second->end() != LinkEnd::kNone ? nullptr : found->second;
}

std::string LinkServer::OpenPacket(const Link& link, Link::As as) const {
  return engineio::Encode({.sid = link.sid(),
                           .upgrades = as == Link::As::kUpgrade,
                           .ping_interval_ms = settings_.ping_interval.count(),
                           .ping_timeout_ms = settings_.ping_timeout.count(),
                           .max_payload = settings_.max_message_bytes});
}

void LinkServer::MarkDirty(Link& link) {
  if (std::exchange(link.is_dirty, true)) return;
  dirty_.push_back(&link);
  if (dirty_.size() == 1) loop_.Post([this] { FlushDirty(); });
}

// Flushing may make further links dirty (an end tells others nothing, but be safe): those get a turn of their
// own.
void LinkServer::FlushDirty() {
  const std::vector<Link*> now = std::exchange(dirty_, {});
  for (Link* link : now) {
    if (!link->Flush()) Remove(*link);
  }
}

void LinkServer::Remove(Link& link) {
  const auto found = links_.find(link.sid());
  if (found == links_.end()) return;
  const std::shared_ptr<Link> last = std::move(found->second);
  links_.erase(found);
  last->unlink();
  metrics_.Ended(last->end());
  last->user().OnEnd(last->end());
}

void LinkServer::NoteAnswer(Link& link) {
  link.unlink();
  link.deadline = now() + settings_.ping_interval;
  to_ping_.push_back(link);
}

void LinkServer::Start(TaskScope& scope) {
  state_ = State::kRunning;
  scope.Every("realtime heartbeats", kSweepEvery, [this]() -> Task<void> {
    Sweep();
    co_return;
  });
  scope.Every("realtime readers", kStallCheckEvery, [this]() -> Task<void> {
    CheckStalls();
    co_return;
  });
}

void LinkServer::Sweep() {
  const Steady moment = now();
  while (!to_hear_.empty() && to_hear_.front().deadline <= moment) {
    Link& link = to_hear_.front();
    link.unlink();
    link.End(LinkEnd::kSilence);
  }
  while (!to_ping_.empty() && to_ping_.front().deadline <= moment) {
    Link& link = to_ping_.front();
    link.unlink();
    link.deadline = moment + settings_.ping_timeout;
    to_hear_.push_back(link);
    link.Ping();
    if (!link.user().IsKnown()) link.End(LinkEnd::kUnknown);
  }
}

void LinkServer::CheckStalls() {
  for (const auto& [sid, link] : links_) link->CheckStall();
  strangers_.Forget();
}

void LinkServer::Stop() {
  state_ = State::kStopping;
  for (const auto& [sid, link] : links_) link->End(LinkEnd::kStop);
}

void LinkServer::Measure() {
  double polling = 0, websocket = 0, bytes = 0;
  for (const auto& [sid, link] : links_) {
    (link->is_websocket() ? websocket : polling) += 1;
    bytes += static_cast<double>(link->queue_bytes());
  }
  metrics_.polling.Set(polling);
  metrics_.websocket.Set(websocket);
  metrics_.queue_bytes.Set(bytes);
}
}  // namespace vss::realtime
