#include "sip/transaction/client_transactions.hpp"

#include <charconv>

#include "sip/transaction/client_requests.hpp"
#include "sip/transaction/via.hpp"

namespace vss::sip {
namespace {
namespace invite = client_invite;
namespace plain = client_non_invite;

constexpr auto kOwner = TimerEvent::Owner::kClient;

template <class Enum>
constexpr std::uint8_t Code(Enum value) {
  return static_cast<std::uint8_t>(value);
}

template <class State>
constexpr Step<std::uint8_t> Coded(Step<State> step) {
  return {Code(step.state), step.actions};
}

/// Without its body, which a request that is not sent again needs no more.
void DropBody(std::string& message) {
  const std::size_t end = message.find("\r\n\r\n");
  if (end == std::string::npos || end + 4 == message.size()) return;
  const std::size_t length = message.find("Content-Length:");
  message.resize(end + 4);
  // A length beyond the bytes would make it unreadable when the ACK or the CANCEL is built from it.
  if (length < end) message.erase(length, message.find("\r\n", length) + 2 - length);
  message.shrink_to_fit();
}
}  // namespace

ClientTransactions::Id ClientTransactions::Add(const Flow& flow, Kind kind, ClientUser* user) {
  Transaction transaction;
  transaction.flow = flow;
  transaction.kind = kind;
  transaction.user = user;
  transaction.reliability = IsReliable(flow.transport) ? Reliability::kReliable : Reliability::kUnreliable;
  const Id id = transactions_.Add(std::move(transaction));
  if (IsReliable(flow.transport)) by_peer_.emplace(flow.remote.str(), id);
  return id;
}

ClientId ClientTransactions::Send(const Flow& flow, std::string_view request, ClientUser& user) {
  const bool full = transactions_.size() >= wire_.settings.max_transactions;
  const Id id = Add(flow, request.starts_with("INVITE ") ? Kind::kInvite : Kind::kNonInvite, &user);
  Transaction& transaction = *transactions_.Find(id);
  transaction.branch = {wire_.settings.shard, id, RandomNumber(wire_.random)};
  if (full) {
    // Told by the loop, as everything is; nothing is sent.
    StartLimit(id, transaction,
               transaction.kind == Kind::kInvite ? Code(invite::Event::kTransportError)
                                                 : Code(plain::Event::kTransportError),
               {});
    return ClientId{id};
  }
  transaction.message =
      WithVia(request, flow.transport, wire_.sent_by.Towards(flow.remote.address), transaction.branch.str());
  Begin(id, transaction);
  return ClientId{id};
}

void ClientTransactions::Begin(Id id, Transaction& transaction) {
  const auto start = transaction.kind == Kind::kInvite ? Coded(invite::Start(transaction.reliability))
                                                       : Coded(plain::Start(transaction.reliability));
  transaction.state = start.state;
  Act(id, transaction, start.actions, nullptr);
}

void ClientTransactions::Cancel(ClientId invite_id) {
  const Id id = static_cast<Id>(invite_id);
  Transaction* transaction = transactions_.Find(id);
  if (transaction == nullptr || transaction->kind != Kind::kInvite) return;
  if (transaction->cancelling != Transaction::Cancelling::kNo) return;
  // §9.1: not before a provisional response has come, and not after a final one.
  if (transaction->state == Code(invite::State::kCalling)) {
    transaction->cancelling = Transaction::Cancelling::kWanted;
  } else if (transaction->state == Code(invite::State::kProceeding)) {
    SendCancel(id);
  }
}

void ClientTransactions::SendCancel(Id id) {
  Transaction& parent = *transactions_.Find(id);
  parent.cancelling = Transaction::Cancelling::kSent;
  // §9.1: who gets no final response 64*T1 after the CANCEL takes the INVITE for cancelled.
  StartLimit(id, parent, Code(invite::Event::kCancelExpired), wire_.limit());
  std::string request = BuildCancel(parent.message);
  if (request.empty()) return;
  const Id cancel = Add(parent.flow, Kind::kNonInvite, nullptr);
  parent.cancel = cancel;
  Transaction& transaction = *transactions_.Find(cancel);
  transaction.branch = parent.branch;
  transaction.message = std::move(request);
  Begin(cancel, transaction);
}

void ClientTransactions::Forget(ClientId id) {
  if (Transaction* transaction = transactions_.Find(static_cast<Id>(id))) transaction->user = nullptr;
}

bool ClientTransactions::OnResponse(const Message& response) {
  const auto branch = ParseBranch(response.via.branch);
  if (!branch) return false;
  Id id = branch->transaction;
  Transaction* transaction = transactions_.Find(id);
  // §17.1.3: the branch and the method of the CSeq name the transaction.
  if (transaction != nullptr && response.cseq.method == Method::kCancel &&
      transaction->kind == Kind::kInvite) {
    id = transaction->cancel;
    transaction = transactions_.Find(id);
  }
  if (transaction == nullptr || transaction->branch != *branch) return false;
  if ((transaction->kind == Kind::kInvite) != (response.cseq.method == Method::kInvite)) return false;
  const bool success = response.status >= 200 && response.status < 300;
  const bool orphan = transaction->kind == Kind::kInvite && transaction->user == nullptr && success;
  if (transaction->final_told && !orphan && response.status >= 200) ++wire_.counters.retransmissions_in;
  if (transaction->kind == Kind::kInvite) {
    Drive(id,
          Code(response.status < 200 ? invite::Event::k1xx
               : success             ? invite::Event::k2xx
                                     : invite::Event::k3xxTo6xx),
          &response);
  } else {
    Drive(id, Code(response.status < 200 ? plain::Event::k1xx : plain::Event::kFinal), &response);
  }
  return !orphan;
}

void ClientTransactions::OnTimer(const TimerEvent& event) { Drive(event.id, event.event); }

void ClientTransactions::OnFlowClosed(const Flow& flow) {
  std::vector<Id> broken;
  const auto [begin, end] = by_peer_.equal_range(flow.remote.str());
  for (auto it = begin; it != end; ++it) {
    const Transaction* transaction = transactions_.Find(it->second);
    const std::uint64_t connection = transaction->flow.connection;
    const bool same = connection == 0 || connection == flow.connection;
    if (same && transaction->flow.transport == flow.transport) broken.push_back(it->second);
  }
  for (const Id id : broken) {
    const Transaction* transaction = transactions_.Find(id);
    if (transaction == nullptr) continue;
    Drive(id, transaction->kind == Kind::kInvite ? Code(invite::Event::kTransportError)
                                                 : Code(plain::Event::kTransportError));
  }
}

Step<std::uint8_t> ClientTransactions::Next(const Transaction& transaction, std::uint8_t event) const {
  if (transaction.kind == Kind::kInvite) {
    return Coded(
        invite::Next(invite::State{transaction.state}, invite::Event{event}, transaction.reliability));
  }
  return Coded(plain::Next(plain::State{transaction.state}, plain::Event{event}, transaction.reliability));
}

void ClientTransactions::Drive(Id id, std::uint8_t event, const Message* response) {
  Transaction* transaction = transactions_.Find(id);
  if (transaction == nullptr) return;
  const std::uint8_t before = transaction->state;
  const auto step = Next(*transaction, event);
  transaction->state = step.state;
  if (transaction->kind == Kind::kInvite && before != step.state) {
    // Timers A and B belong to Calling alone.
    wire_.scheduler.Cancel(transaction->retransmit);
    wire_.scheduler.Cancel(transaction->limit);
    if (step.state == Code(invite::State::kProceeding)) DropBody(transaction->message);
  }
  Act(id, *transaction, step.actions, response);
  const bool proceeding =
      transaction->kind == Kind::kInvite && step.state == Code(invite::State::kProceeding);
  if (proceeding && transaction->cancelling == Transaction::Cancelling::kWanted) SendCancel(id);
  Tell(id, *transaction, step.actions, response);
}

void ClientTransactions::Act(Id id, Transaction& transaction, Actions actions, const Message* response) {
  if (actions.Has(Action::kStartRetransmit)) StartRetransmit(id, transaction, wire_.settings.t1);
  if (actions.Has(Action::kStartLimit)) {
    StartLimit(id, transaction,
               transaction.kind == Kind::kInvite ? Code(invite::Event::kTimerB) : Code(plain::Event::kTimerF),
               wire_.limit());
  }
  if (actions.Has(Action::kBackOff)) {
    const bool proceeding =
        transaction.kind == Kind::kNonInvite && transaction.state == Code(plain::State::kProceeding);
    auto interval = 2 * transaction.interval;
    if (transaction.kind == Kind::kNonInvite) interval = std::min(interval, wire_.settings.t2);
    StartRetransmit(id, transaction, proceeding ? wire_.settings.t2 : interval);
    ++wire_.counters.retransmissions_out;
  }
  if (actions.Has(Action::kStartLinger)) StartLinger(id, transaction);
  if (actions.Has(Action::kAck) && response != nullptr) {
    if (!transaction.message.starts_with("ACK "))
      transaction.message = BuildAck(transaction.message, *response);
    SendStored(id, transaction);
  }
  if (actions.Has(Action::kSend)) SendStored(id, transaction);
}

void ClientTransactions::SendStored(Id id, Transaction& transaction) {
  if (wire_.Send(transaction.flow, transaction.message) == SendResult::kSent) return;
  // Told by the loop: never from inside SendRequest. The place of Timer A or E: nothing more is sent.
  wire_.scheduler.Cancel(transaction.retransmit);
  const auto event = transaction.kind == Kind::kInvite ? Code(invite::Event::kTransportError)
                                                       : Code(plain::Event::kTransportError);
  transaction.retransmit = wire_.scheduler.Add({}, {kOwner, event, id});
}

void ClientTransactions::StartRetransmit(Id id, Transaction& transaction,
                                         std::chrono::milliseconds interval) {
  transaction.interval = interval;
  wire_.scheduler.Cancel(transaction.retransmit);
  const auto event =
      transaction.kind == Kind::kInvite ? Code(invite::Event::kTimerA) : Code(plain::Event::kTimerE);
  transaction.retransmit = wire_.scheduler.Add(interval, {kOwner, event, id});
}

void ClientTransactions::StartLimit(Id id, Transaction& transaction, std::uint8_t event,
                                    std::chrono::milliseconds delay) {
  wire_.scheduler.Cancel(transaction.limit);
  transaction.limit = wire_.scheduler.Add(delay, {kOwner, event, id});
}

void ClientTransactions::StartLinger(Id id, Transaction& transaction) {
  wire_.scheduler.Cancel(transaction.retransmit);
  if (transaction.kind == Kind::kNonInvite) {
    Release(transaction.message);
    StartLimit(id, transaction, Code(plain::Event::kTimerK), wire_.settings.t4);
  } else if (transaction.state == Code(invite::State::kAccepted)) {
    Release(transaction.message);
    StartLimit(id, transaction, Code(invite::Event::kTimerM), wire_.limit());
  } else {
    StartLimit(id, transaction, Code(invite::Event::kTimerD), wire_.limit());
  }
}

/// Last, since the user may do anything, and the transaction may be over by then.
void ClientTransactions::Tell(Id id, Transaction& transaction, Actions actions, const Message* response) {
  ClientUser* const user = transaction.user;
  const bool told = transaction.final_told;
  const bool failed = actions.Has(Action::kTellTimeout) || actions.Has(Action::kTellTransport);
  if (failed || (response != nullptr && response->status >= 200)) transaction.final_told = true;
  const bool ended =
      transaction.state == (transaction.kind == Kind::kInvite ? Code(invite::State::kTerminated)
                                                              : Code(plain::State::kTerminated));
  if (ended) End(id, transaction);
  if (user == nullptr) return;
  if (actions.Has(Action::kPass) && response != nullptr) user->OnResponse(ClientId{id}, *response);
  // A failure to send the ACK comes after the final response: the user has its result already.
  if (!failed || told) return;
  user->OnRequestFailed(ClientId{id}, actions.Has(Action::kTellTimeout) ? TransactionFailure::kTimeout
                                                                        : TransactionFailure::kTransport);
}

void ClientTransactions::End(Id id, Transaction& transaction) {
  // Nobody waits for the answer to a CANCEL whose INVITE is over.
  if (Transaction* cancel = transactions_.Find(transaction.cancel)) End(transaction.cancel, *cancel);
  wire_.scheduler.Cancel(transaction.retransmit);
  wire_.scheduler.Cancel(transaction.limit);
  if (IsReliable(transaction.flow.transport)) {
    const auto [begin, end] = by_peer_.equal_range(transaction.flow.remote.str());
    by_peer_.erase(std::find_if(begin, end, [id](const auto& entry) { return entry.second == id; }));
  }
  transactions_.Remove(id);
}
}  // namespace vss::sip
