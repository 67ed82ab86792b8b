#pragma once
#include <atomic>
#include <memory>
#include <vector>

#include "base/async/loop.hpp"
#include "base/random.hpp"
#include "sip/transaction/keyed_hash.hpp"
#include "sip/transport/flow.hpp"

namespace vss::sip {

/// How shards reach each other: copies of messages, posted to the loop of the shard that they belong to,
/// within bounds. Made before the shards' loops run and destroyed after they have stopped. Its calls are for
/// any shard's thread; nothing of a shard is touched on another's.
class ShardSwitch {
 public:
  static constexpr std::size_t kMaxQueued = 4'096;  ///< messages on their way to one shard
  struct Counters {
    std::uint64_t handed_over = 0, dropped = 0;
  };

  /// Shard n runs on loops[n].
  ShardSwitch(std::vector<Loop*> loops, Random& random);

  std::uint16_t shards() const { return static_cast<std::uint16_t>(lanes_.size()); }
  /// Where everything of one address of record lives: by the user part of its URI.
  std::uint16_t ShardOfUser(std::string_view user) const;

  /// What takes the messages for `shard` (behind its own admission), and its streams. On that shard's thread;
  /// null when it stops.
  void Attach(std::uint16_t shard, TransportReceiver* receiver, TransportPort* streams);

  /// A full lane drops the message and counts it: to SIP that is a loss on the way.
  void HandOver(std::uint16_t to, const Flow& flow, std::string_view bytes);
  /// Tells the others that a connection of `from` is gone.
  void TellClosed(std::uint16_t from, const Flow& flow);
  /// Sends over a connection of the shard that flow.shard names. `from` hears OnFlowClosed when that fails
  /// later.
  SendResult SendThrough(std::uint16_t from, const Flow& flow, std::string bytes);

  Counters counters() const;

 private:
  struct Lane {
    Loop* loop = nullptr;
    std::atomic<std::size_t> queued{0};
    std::atomic<std::uint64_t> handed_over{0}, dropped{0};
    // Only on the lane's own thread:
    TransportReceiver* receiver = nullptr;
    TransportPort* streams = nullptr;
  };
  enum class Bound : std::uint8_t { kDropWhenFull, kAlways };
  bool Post(std::uint16_t to, Bound bound, std::move_only_function<void(Lane&)> work);

  std::vector<std::unique_ptr<Lane>> lanes_;
  KeyedHash hash_;
};
}  // namespace vss::sip
