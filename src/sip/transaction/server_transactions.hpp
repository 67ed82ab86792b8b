#pragma once
#include <boost/unordered/unordered_flat_map.hpp>

#include "sip/transaction/keyed_hash.hpp"
#include "sip/transaction/server_invite.hpp"
#include "sip/transaction/server_non_invite.hpp"
#include "sip/transaction/slab.hpp"
#include "sip/transaction/wire.hpp"

namespace vss::sip {

/// The server transactions of one stack (RFC 3261 §17.2), and what a user agent refuses before its core looks
/// at a request (§8.2.2.2, §9.2, §16.3). On the loop's thread.
class ServerTransactions {
 public:
  explicit ServerTransactions(Wire& wire)
      : wire_(wire),
        by_key_(0, KeyedHash{RandomNumber(wire.random), RandomNumber(wire.random)}),
        tags_{RandomNumber(wire.random), RandomNumber(wire.random)} {}

  void OnRequest(const Message& request, const Flow& flow);
  void OnTimer(const TimerEvent& event);
  void Respond(ServerId id, std::string response);
  void RespondOnce(ServerId id, std::string response);
  std::string TagOnce(const Message& request) const;
  void Resend(ServerId id, std::string response);

  /// Before anybody has looked at who sent it: without a transaction.
  void RefuseOnce(const Message& request, const Flow& flow, int status);

  std::size_t size() const { return transactions_.size(); }

 private:
  using Id = Slab<int>::Id;
  enum class Kind : std::uint8_t { kInvite, kNonInvite };

  struct Transaction {
    Flow flow;  ///< where responses go
    std::string key;
    std::string response;  ///< the last, while a retransmitted request may want it
    std::uint64_t merge_key = 0;
    Scheduler::WheelId retransmit = 0, limit = 0;
    std::chrono::milliseconds interval{0};
    std::uint16_t fallback_port = 0;
    Kind kind = Kind::kNonInvite;
    Reliability reliability = Reliability::kUnreliable;
    std::uint8_t state = 0;  ///< of the machine that `kind` names
  };

  void OnAck(const Message& ack, const Flow& flow);
  void OnCancel(Id id, const Message& cancel, Id invite);
  Id Add(const Message& request, const Flow& flow);
  int RefusalOf(const Message& request, std::uint64_t merge_key) const;
  void Refuse(Id id, const Message& request, int status);
  Id FindByKey(std::string_view key) const;
  std::uint64_t MergeKey(const Message& request) const;

  Actions Drive(Id id, std::uint8_t event, std::string* response = nullptr);
  Step<std::uint8_t> Next(const Transaction& transaction, std::uint8_t event) const;
  void SendStored(Id id, Transaction& transaction);
  void Start(Id id, Scheduler::WheelId& timer, std::uint8_t event, std::chrono::milliseconds delay);
  void StartLinger(Id id, Transaction& transaction);
  void End(Id id, Transaction& transaction);

  Wire& wire_;
  Slab<Transaction> transactions_;
  boost::unordered_flat_map<std::string_view, Id, KeyedHash> by_key_;  ///< views into Transaction::key
  boost::unordered_flat_map<std::uint64_t, Id> by_merge_key_;
  KeyedHash tags_;   ///< of answers that are given once
  std::string key_;  ///< of the request at hand
  Message sourced_;  ///< the request at hand with its source in the Via
};
}  // namespace vss::sip
