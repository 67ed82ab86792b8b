#include "sip/shard/shard_switch.hpp"

#include "sip/shard/identifiers.hpp"

namespace vss::sip {

ShardSwitch::ShardSwitch(std::vector<Loop*> loops, Random& random)
    : hash_{RandomNumber(random), RandomNumber(random)} {
  for (Loop* loop : loops) {
    lanes_.push_back(std::make_unique<Lane>());
    lanes_.back()->loop = loop;
  }
}

std::uint16_t ShardSwitch::ShardOfUser(std::string_view user) const {
  return static_cast<std::uint16_t>(hash_(user) % lanes_.size());
}

void ShardSwitch::Attach(std::uint16_t shard, TransportReceiver* receiver, TransportPort* streams) {
  lanes_[shard]->receiver = receiver;
  lanes_[shard]->streams = streams;
}

bool ShardSwitch::Post(std::uint16_t to, Bound bound, std::move_only_function<void(Lane&)> work) {
  Lane& lane = *lanes_[to];
  if (lane.queued.fetch_add(1) >= kMaxQueued && bound == Bound::kDropWhenFull) {
    lane.queued.fetch_sub(1);
    lane.dropped.fetch_add(1, std::memory_order_relaxed);
    return false;
  }
  lane.handed_over.fetch_add(1, std::memory_order_relaxed);
  lane.loop->Post([&lane, work = std::move(work)]() mutable {
    lane.queued.fetch_sub(1);
    work(lane);
  });
  return true;
}

void ShardSwitch::HandOver(std::uint16_t to, const Flow& flow, std::string_view bytes) {
  Post(to, Bound::kDropWhenFull, [flow, copy = std::string(bytes)](Lane& lane) {
    if (lane.receiver != nullptr) lane.receiver->OnBytes(flow, copy);
  });
}

/// Never dropped, since nothing repeats it; bounded by the number of connections.
void ShardSwitch::TellClosed(std::uint16_t from, const Flow& flow) {
  for (std::uint16_t to = 0; to < shards(); ++to) {
    if (to == from) continue;
    Post(to, Bound::kAlways, [flow](Lane& lane) {
      if (lane.receiver != nullptr) lane.receiver->OnFlowClosed(flow);
    });
  }
}

SendResult ShardSwitch::SendThrough(std::uint16_t from, const Flow& flow, std::string bytes) {
  if (flow.shard >= shards()) return SendResult::kFailed;
  const bool posted = Post(
      flow.shard, Bound::kDropWhenFull, [this, from, flow, bytes = std::move(bytes)](Lane& lane) mutable {
        if (lane.streams != nullptr && lane.streams->Send(flow, std::move(bytes)) == SendResult::kSent)
          return;
        Post(from, Bound::kAlways, [flow](Lane& sender) {
          if (sender.receiver != nullptr) sender.receiver->OnFlowClosed(flow);
        });
      });
  return posted ? SendResult::kSent : SendResult::kFailed;
}

ShardSwitch::Counters ShardSwitch::counters() const {
  Counters counters;
  for (const auto& lane : lanes_) {
    counters.handed_over += lane->handed_over.load(std::memory_order_relaxed);
    counters.dropped += lane->dropped.load(std::memory_order_relaxed);
  }
  return counters;
}
}  // namespace vss::sip
