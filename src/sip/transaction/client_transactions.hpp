#pragma once
#include <unordered_map>

#include "sip/transaction/client_invite.hpp"
#include "sip/transaction/client_non_invite.hpp"
#include "sip/transaction/slab.hpp"
#include "sip/transaction/wire.hpp"

namespace vss::sip {

/// The client transactions of one stack (RFC 3261 §17.1). A transaction is found by the branch of its
/// request, which holds its id. On the loop's thread.
class ClientTransactions {
 public:
  explicit ClientTransactions(Wire& wire) : wire_(wire) {}

  ClientId Send(const Flow& flow, std::string_view request, ClientUser& user);
  void Cancel(ClientId invite);
  void Forget(ClientId id);

  /// False when the response belongs to no transaction, or only to one that nobody listens to any more and is
  /// a 2xx.
  bool OnResponse(const Message& response);
  void OnTimer(const TimerEvent& event);
  void OnFlowClosed(const Flow& flow);

  std::size_t size() const { return transactions_.size(); }

 private:
  using Id = Slab<int>::Id;
  enum class Kind : std::uint8_t { kInvite, kNonInvite };

  struct Transaction {
    Flow flow;
    std::string message;  ///< the request while it may be sent again or cancelled; then the ACK
    ClientUser* user = nullptr;
    Branch branch;
    Scheduler::WheelId retransmit = 0, limit = 0;
    Id cancel = 0;  ///< the CANCEL's own transaction
    std::chrono::milliseconds interval{0};
    Kind kind = Kind::kNonInvite;
    Reliability reliability = Reliability::kUnreliable;
    std::uint8_t state = 0;  ///< of the machine that `kind` names
    enum class Cancelling : std::uint8_t { kNo, kWanted, kSent } cancelling = Cancelling::kNo;
    bool final_told = false;  ///< the user has its result
  };

  Id Add(const Flow& flow, Kind kind, ClientUser* user);
  void Begin(Id id, Transaction& transaction);
  void Drive(Id id, std::uint8_t event, const Message* response = nullptr);
  Step<std::uint8_t> Next(const Transaction& transaction, std::uint8_t event) const;
  void Act(Id id, Transaction& transaction, Actions actions, const Message* response);
  void SendStored(Id id, Transaction& transaction);
  void StartRetransmit(Id id, Transaction& transaction, std::chrono::milliseconds interval);
  void StartLimit(Id id, Transaction& transaction, std::uint8_t event, std::chrono::milliseconds delay);
  void StartLinger(Id id, Transaction& transaction);
  void SendCancel(Id id);
  void Tell(Id id, Transaction& transaction, Actions actions, const Message* response);
  void End(Id id, Transaction& transaction);

  Wire& wire_;
  Slab<Transaction> transactions_;
  std::unordered_multimap<std::string, Id> by_peer_;  ///< those over connections, to end them when one breaks
};
}  // namespace vss::sip
