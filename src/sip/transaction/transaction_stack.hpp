#pragma once
#include "sip/transaction/client_transactions.hpp"
#include "sip/transaction/keyed_hash.hpp"
#include "sip/transaction/server_transactions.hpp"

namespace vss::sip {

/// The stack over whatever transports it is given. Made on the loop's thread and destroyed there, after its
/// transports were closed. Requests that come before Serve() get 503.
class TransactionStack final : public Stack, public TransportReceiver {
 public:
  /// `io`, `clock` and `random` outlive the stack.
  TransactionStack(boost::asio::io_context& io, const Clock& clock, Random& random, StackSettings settings);

  void Use(Transport transport, TransportPort& port) {
    wire_.ports[static_cast<std::size_t>(transport)] = &port;
  }
  void Serve(ServerUser& user) { wire_.server_user = &user; }
  /// When the port is known only after the socket is bound.
  void SetSentBy(std::string sent_by) { wire_.sent_by.SetOwn(std::move(sent_by)); }

  ClientId SendRequest(const Target& target, std::string request, ClientUser& user) override;
  void Cancel(ClientId invite) override { clients_.Cancel(invite); }
  void Forget(ClientId id) override { clients_.Forget(id); }
  void SendAck(const Target& target, std::string ack) override;
  void Respond(ServerId id, std::string response) override { servers_.Respond(id, std::move(response)); }
  void RespondOnce(ServerId id, std::string response) override {
    servers_.RespondOnce(id, std::move(response));
  }
  std::string TagOnce(const Message& request) const override { return servers_.TagOnce(request); }
  void Resend(ServerId id, std::string response) override { servers_.Resend(id, std::move(response)); }
  Counters counters() const override;
  TimerId After(std::chrono::milliseconds delay, std::move_only_function<void()> work) override;
  void CancelTimer(TimerId id) override { wire_.scheduler.CancelFunction(id); }
  std::chrono::milliseconds now() const override { return wire_.scheduler.now(); }

  void OnBytes(const Flow& flow, std::string_view bytes) override;
  void OnFlowClosed(const Flow& flow) override;

  /// Fires what is due, for tests that move the clock.
  void RunTimers() { wire_.scheduler.Run(); }

 private:
  void OnResponse(const Flow& flow);
  void OnTooLarge(const Flow& flow);
  void OnTimer(const TimerEvent& event);

  Wire wire_;
  const KeyedHash ack_branches_;
  ClientTransactions clients_{wire_};
  ServerTransactions servers_{wire_};
  Message message_;  ///< the one at hand
  std::optional<std::chrono::milliseconds> too_large_told_;
};
}  // namespace vss::sip
