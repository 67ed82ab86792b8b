#pragma once
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "sip/message/message.hpp"
#include "sip/transaction/sent_by.hpp"
#include "sip/transport/flow.hpp"

namespace vss::sip {

/// Transactions, as ids that are never reused. 0 is none.
enum class ClientId : std::uint64_t {};
enum class ServerId : std::uint64_t {};

enum class TransactionFailure : std::uint8_t {
  kTimeout,    ///< Timer B, F or H fired
  kTransport,  ///< could not be sent, or the connection broke (§17.1.4, §17.2.4)
};

/// Who sent a request. Called on the shard's thread, never from inside SendRequest. A user that goes away
/// before its transactions end calls Stack::Forget.
class ClientUser {
 public:
  virtual ~ClientUser() = default;
  /// Every provisional, the final one, and each further 2xx to an INVITE (RFC 6026 §8.4). `response` lives
  /// for the call.
  virtual void OnResponse(ClientId id, const Message& response) = 0;
  /// Instead of a final response.
  virtual void OnRequestFailed(ClientId id, TransactionFailure failure) = 0;
};

/// Who answers requests: the core of this element. Called on the shard's thread.
class ServerUser {
 public:
  virtual ~ServerUser() = default;
  /// A new request (never a retransmission; never ACK or CANCEL). Answer it through Respond(), now or later;
  /// an INVITE that is not answered in here gets its 100 as soon as this returns. `request` lives for the
  /// call.
  virtual void OnRequest(ServerId id, const Message& request, const Flow& flow) = 0;
  /// The ACK of a 2xx (others end in their transaction).
  virtual void OnAck(const Message& ack, const Flow& flow) = 0;
  /// A CANCEL came for an INVITE without final response; the CANCEL itself has its 200 already. Answer the
  /// INVITE with 487 (§9.2).
  virtual void OnCancel(ServerId invite, const Message& cancel) = 0;
  /// No ACK for a non-2xx final response in time, or the response could not be sent.
  virtual void OnResponseFailed(ServerId id, TransactionFailure failure) = 0;
  /// A response that belongs to no transaction.
  virtual void OnStrayResponse(const Message& response, const Flow& flow) = 0;
  /// A connection is gone: bindings and dialogs over it need another way.
  virtual void OnFlowClosed(const Flow& flow) { static_cast<void>(flow); }
};

/// Where a request goes, resolved already. A connection in `flow` is used when it still stands.
struct Target {
  Flow flow;
};

struct StackSettings {
  std::uint16_t shard = 0;
  std::string sent_by;                     ///< host:port of our Via
  SentByChooser sent_by_for;               ///< instead of it, for each peer; empty: sent_by for all
  std::size_t max_transactions = 200'000;  ///< beyond: new requests get 503 with Retry-After
  std::chrono::milliseconds t1{500}, t2{4000}, t4{5000};  ///< §17.1.1.1
};

/// Transport and transactions of one shard (RFC 3261 §17, §18; RFC 6026): what a user agent, a registrar or a
/// B2BUA stands on. All calls on the shard's thread.
class Stack {
 public:
  struct Counters {
    std::uint64_t received = 0, sent = 0, malformed = 0, retransmissions_in = 0, retransmissions_out = 0,
                  stray = 0,
                  refused = 0;  ///< 503: the table is full
    std::size_t client_transactions = 0, server_transactions = 0;
  };

  virtual ~Stack() = default;

  /// Starts a client transaction. `request` is written without its topmost Via, which the stack puts in
  /// (branch of ours, rport). The result always comes through `user`, also when nothing could be sent.
  virtual ClientId SendRequest(const Target& target, std::string request, ClientUser& user) = 0;
  /// Cancels an INVITE (§9.1): at once after a provisional response, else when one comes; nothing after a
  /// final one. The outcome of the INVITE still comes through its user (487, or the 2xx that was faster).
  virtual void Cancel(ClientId invite) = 0;
  /// `user` hears no more of this transaction; it runs to its end. A 2xx that still comes is a stray
  /// response.
  virtual void Forget(ClientId id) = 0;
  /// The ACK of a 2xx: outside any transaction, again with every 2xx that comes (§13.2.2.4). Without Via, as
  /// above.
  virtual void SendAck(const Target& target, std::string ack) = 0;

  /// Answers a request. `response` is whole (ResponseTo()). Several provisionals, one final; after that
  /// ignored.
  virtual void Respond(ServerId id, std::string response) = 0;
  /// Answers a request for good and keeps nothing of it (§8.2.7): what comes again is asked again. For
  /// whoever has not proven who it is: an INVITE's answer that waits for its ACK is sent eleven times, and
  /// its transaction is kept for half a minute, to an address that anybody may have written into a datagram.
  virtual void RespondOnce(ServerId id, std::string response) = 0;
  /// The To tag of such an answer: the same for each copy of the request.
  virtual std::string TagOnce(const Message& request) const = 0;
  /// A response outside the transaction: the 2xx that a user agent repeats until the ACK comes (§13.3.1.4).
  virtual void Resend(ServerId id, std::string response) = 0;

  virtual Counters counters() const = 0;

  /// Calls `work` on the shard's thread after `delay`, on the same timer wheel as the transactions (ticks of
  /// 10 ms).
  using TimerId = std::uint64_t;
  virtual TimerId After(std::chrono::milliseconds delay, std::move_only_function<void()> work) = 0;
  virtual void CancelTimer(TimerId id) = 0;
  /// Monotonic time as the wheel sees it.
  virtual std::chrono::milliseconds now() const = 0;
};
}  // namespace vss::sip
