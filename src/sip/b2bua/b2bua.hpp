#pragma once
#include <memory>
#include <unordered_map>

#include "sip/b2bua/bridge_call.hpp"

namespace vss::sip {

/// The bridged calls of one shard. On its thread.
class B2bua {
 public:
  explicit B2bua(BridgeWorld world) : world_(std::move(world)), alive_(std::make_shared<int>()) {}

  /// Invites the line, then the number. Nothing when a call with this id runs already.
  void Start(BridgeOrder order);
  /// A known phone dialled: takes its INVITE and connects it with `order.number`. The id is given here.
  void StartFromPhone(ServerId id, const Message& invite, const Flow& flow, BridgeOrder order);
  /// Idempotent; nothing for an unknown id.
  void End(BridgeId id);
  void EndAll();
  /// A phone is reached by another contact or flow: its calls follow it.
  void Follow(const LineMove& move);

  /// Calls that the phone `aor` dialled itself and that are up.
  std::size_t DialledBy(std::string_view aor) const;
  /// Those that still have a session, also when their outcome was told.
  std::size_t size() const { return calls_.size(); }
  template <class Visitor>
  void ForEach(Visitor&& visit) const {
    for (const auto& [id, call] : calls_) visit(*call);
  }

 private:
  std::shared_ptr<BridgeCall> Add(BridgeOrder order);
  void Remove(BridgeId id);

  BridgeWorld world_;
  std::unordered_map<BridgeId, std::shared_ptr<BridgeCall>> calls_;
  BridgeId last_phone_call_ = 0;
  std::shared_ptr<int> alive_;  ///< dies with us: what was posted looks first
};
}  // namespace vss::sip
