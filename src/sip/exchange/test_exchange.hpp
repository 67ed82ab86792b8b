#pragma once
#include <unordered_map>

#include "sip/exchange/exchange_call.hpp"
#include "sip/message/writer.hpp"

namespace vss::sip {

/// Stands in for a telephone network when no provider is set: subscribers that answer, refuse, talk, over
/// real SIP and RTP on this machine. Takes calls from the edge only. On its shard's thread.
class TestExchange final : public SessionLayer::Core {
 public:
  /// `edge`: who may call.
  TestExchange(ExchangeWorld world, Endpoint edge)
      : world_(std::move(world)), edge_(std::move(edge)), sweep_(world_.stack) {}

  /// Before the first packet; the layer's core is this.
  void Use(SessionLayer& layer) { layer_ = &layer; }
  void EndAll();
  /// Before its session layer goes: lets go of all sessions.
  void Close();
  std::size_t calls() const { return calls_.size(); }

 private:
  void OnRequest(ServerId id, const Message& request, const Flow& flow) override;
  void OnInvite(ServerId id, const Message& invite, const Flow& flow) override;
  void Redirect(ServerId id, const Message& invite, const NumberPlan& plan);
  Writer AnswerTo(const Message& request, int status);
  void Forget(std::uint64_t call);

  ExchangeWorld world_;
  Endpoint edge_;
  SessionLayer* layer_ = nullptr;
  std::uint64_t last_call_ = 0;
  std::unordered_map<std::uint64_t, std::shared_ptr<ExchangeCall>> calls_;
  std::vector<std::shared_ptr<ExchangeCall>> ended_;  ///< destroyed by sweep_, not from inside themselves
  Timer sweep_;
};
}  // namespace vss::sip
