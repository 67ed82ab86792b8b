#pragma once
#include <optional>

#include "sip/shard/shard_switch.hpp"
#include "sip/transport/receiver_filter.hpp"

namespace vss::sip {

/// Sorts what comes off one shard's sockets: to its own stack, or to the shard that has the state. A response
/// goes by the branch of its topmost Via, a request of a dialog by our tag in its To, any other by the user
/// in its From (REGISTER: To), so that all of one line meets on one shard. On its shard's thread.
class ShardRouter final : public ReceiverFilter {
 public:
  ShardRouter(ShardSwitch& shards, std::uint16_t self) : shards_(shards), self_(self) {}

  void OnBytes(const Flow& flow, std::string_view bytes) override;
  void OnFlowClosed(const Flow& flow) override;

  /// Where a message belongs; `self` when it does not say.
  static std::uint16_t ShardOf(std::string_view bytes, const ShardSwitch& shards, std::uint16_t self);

 private:
  ShardSwitch& shards_;
  std::uint16_t self_;
};

/// A shard's way out over connections, its own and the others'. On its shard's thread.
class ShardedStreams final : public TransportPort {
 public:
  ShardedStreams(ShardSwitch& shards, std::uint16_t self, TransportPort& own)
      : shards_(shards), self_(self), own_(own) {}

  SendResult Send(const Flow& flow, std::string bytes) override {
    const bool own = flow.connection == 0 || flow.shard == self_;
    return own ? own_.Send(flow, std::move(bytes)) : shards_.SendThrough(self_, flow, std::move(bytes));
  }
  void Close() override { own_.Close(); }

 private:
  ShardSwitch& shards_;
  std::uint16_t self_;
  TransportPort& own_;
};
}  // namespace vss::sip
