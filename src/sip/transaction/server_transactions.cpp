#include "sip/transaction/server_transactions.hpp"

#include <charconv>

#include "sip/message/writer.hpp"
#include "sip/transaction/server_key.hpp"
#include "sip/transaction/via.hpp"

namespace vss::sip {
namespace {
namespace invite = server_invite;
namespace plain = server_non_invite;

constexpr auto kOwner = TimerEvent::Owner::kServer;
constexpr std::string_view kRetryAfterSeconds = "5";

template <class Enum>
constexpr std::uint8_t Code(Enum value) {
  return static_cast<std::uint8_t>(value);
}

/// Of "SIP/2.0 200 OK"; 0 when it is no response.
int StatusOf(std::string_view response) {
  constexpr std::string_view kVersion = "SIP/2.0 ";
  int status = 0;
  if (!response.starts_with(kVersion)) return 0;
  std::from_chars(response.data() + kVersion.size(), response.data() + response.size(), status);
  return status;
}

/// A Via of ours below: the request has been here before (§16.3, item 4).
bool HasLooped(const Message& request, const SentBy& ours) {
  for (const Header& header : request.headers()) {
    if (header.id != HeaderId::kVia || !ours.NamesUs(header.value)) continue;
    std::string_view list = header.value, element;
    while (NextElement(list, element)) {
      const auto via = ParseVia(element);
      if (via && ParseBranch(via->branch) && ours.NamesUs(element)) return true;
    }
  }
  return false;
}

bool OpensDialogOrNone(const Message& request) {
  return request.to.tag.empty() && request.method != Method::kAck && request.method != Method::kCancel;
}
}  // namespace

void ServerTransactions::OnRequest(const Message& request, const Flow& flow) {
  if (request.method == Method::kAck) return OnAck(request, flow);
  WriteServerKey(request, request.method, key_);
  if (const Id known = FindByKey(key_); known != 0) {
    ++wire_.counters.retransmissions_in;
    const bool is_invite = transactions_.Find(known)->kind == Kind::kInvite;
    Drive(known, is_invite ? Code(invite::Event::kInvite) : Code(plain::Event::kRequest));
    return;
  }
  const auto rewritten = WithSource(request, flow.remote);
  if (rewritten && !Parse(*rewritten, sourced_)) {
    ++wire_.counters.malformed;
    return;
  }
  const Message& sourced = rewritten ? sourced_ : request;
  if (wire_.server_user == nullptr || transactions_.size() >= wire_.settings.max_transactions) {
    ++wire_.counters.refused;
    return RefuseOnce(sourced, flow, 503);
  }
  const std::uint64_t merge_key = OpensDialogOrNone(sourced) ? MergeKey(sourced) : 0;
  if (const int refusal = RefusalOf(sourced, merge_key); refusal != 0)
    return RefuseOnce(sourced, flow, refusal);
  const Id id = Add(sourced, flow);
  if (sourced.method == Method::kCancel) {
    WriteServerKey(sourced, Method::kInvite, key_);
    return OnCancel(id, sourced, FindByKey(key_));
  }
  if (merge_key != 0) {
    transactions_.Find(id)->merge_key = merge_key;
    by_merge_key_[merge_key] = id;
  }
  wire_.server_user->OnRequest(ServerId{id}, sourced, flow);
  // §17.2.1: 100 unless the user answers within 200 ms. Whoever did not answer at once may take long, so it
  // goes out now: that saves a timer for each INVITE and stops retransmissions soonest.
  const Transaction* transaction = transactions_.Find(id);
  if (transaction == nullptr || transaction->kind != Kind::kInvite || !transaction->response.empty()) return;
  if (transaction->state != Code(invite::State::kProceeding)) return;
  Respond(ServerId{id}, ResponseTo(sourced, 100, {}).Finish());
}

int ServerTransactions::RefusalOf(const Message& request, std::uint64_t merge_key) const {
  if (!OpensDialogOrNone(request)) return 0;
  // §16.3, item 3: OPTIONS that may go no further are answered by who has them.
  if (request.max_forwards == 0 && request.method != Method::kOptions) return 483;
  if (HasLooped(request, wire_.sent_by)) return 482;
  // §8.2.2.2: the same request over another path.
  if (by_merge_key_.contains(merge_key)) return 482;
  return 0;
}

void ServerTransactions::OnAck(const Message& ack, const Flow& flow) {
  WriteServerKey(ack, Method::kInvite, key_);
  const Id id = FindByKey(key_);
  const bool pass = id == 0 || Drive(id, Code(invite::Event::kAck)).Has(Action::kPass);
  if (pass && wire_.server_user != nullptr) wire_.server_user->OnAck(ack, flow);
}

void ServerTransactions::OnCancel(Id id, const Message& cancel, Id invite_id) {
  const Transaction* found = transactions_.Find(invite_id);
  // Whoever saw the INVITE on its way could write this; only who sent it may end it.
  const bool own =
      found != nullptr && found->flow.remote.address == transactions_.Find(id)->flow.remote.address;
  if (!own) return Refuse(id, cancel, 481);
  const bool pending = found->state == Code(invite::State::kProceeding);
  // §9.2: the To tag of the response to the INVITE, so that both are one dialog to the peer.
  std::string tag;
  const auto answered = std::make_unique<Message>();
  if (Parse(found->response, *answered)) tag = answered->to.tag;
  if (tag.empty()) tag = MakeTag(wire_.settings.shard, wire_.random);
  Respond(ServerId{id}, ResponseTo(cancel, 200, tag).Finish());
  if (pending) wire_.server_user->OnCancel(ServerId{invite_id}, cancel);
}

void ServerTransactions::Refuse(Id id, const Message& request, int status) {
  Respond(ServerId{id}, ResponseTo(request, status, MakeTag(wire_.settings.shard, wire_.random)).Finish());
}

/// Before anybody has looked at who sent it: without a transaction.
void ServerTransactions::RefuseOnce(const Message& request, const Flow& flow, int status) {
  auto writer = ResponseTo(request, status, TagOnce(request));
  if (status == 503) writer.Add("Retry-After", kRetryAfterSeconds);
  wire_.Send(ResponseFlow(request, flow), writer.Finish());
}

void ServerTransactions::RespondOnce(ServerId server_id, std::string response) {
  const Id id = static_cast<Id>(server_id);
  Transaction* const transaction = transactions_.Find(id);
  if (transaction == nullptr || StatusOf(response) < 200) return;
  wire_.Send(transaction->flow, std::move(response));
  End(id, *transaction);
}

std::string ServerTransactions::TagOnce(const Message& request) const {
  std::string key;
  WriteServerKey(request, request.method, key);
  return FormatTag(wire_.settings.shard, tags_(key));
}

ServerTransactions::Id ServerTransactions::FindByKey(std::string_view key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? 0 : found->second;
}

std::uint64_t ServerTransactions::MergeKey(const Message& request) const {
  const auto text = fmt::format("{}\n{}\n{} {}", request.from.tag, request.call_id, request.cseq.number,
                                request.method_text);
  return by_key_.hash_function()(text) | 1;
}

ServerTransactions::Id ServerTransactions::Add(const Message& request, const Flow& flow) {
  Transaction transaction;
  transaction.flow = ResponseFlow(request, flow);
  transaction.fallback_port = FallbackFlow(request, flow).remote.port;
  transaction.key = key_;
  transaction.kind = request.method == Method::kInvite ? Kind::kInvite : Kind::kNonInvite;
  transaction.reliability = IsReliable(flow.transport) ? Reliability::kReliable : Reliability::kUnreliable;
  const Id id = transactions_.Add(std::move(transaction));
  by_key_.emplace(transactions_.Find(id)->key, id);
  return id;
}

void ServerTransactions::Respond(ServerId server_id, std::string response) {
  const Id id = static_cast<Id>(server_id);
  const Transaction* transaction = transactions_.Find(id);
  const int status = StatusOf(response);
  if (transaction == nullptr || status < 100) return;
  if (transaction->kind == Kind::kInvite) {
    const auto event = status < 200   ? invite::Event::kSend1xx
                       : status < 300 ? invite::Event::kSend2xx
                                      : invite::Event::kSend3xxTo6xx;
    // A second 2xx is no answer but a repetition, which is what Resend is for.
    if (event == invite::Event::kSend2xx && transaction->state != Code(invite::State::kProceeding)) return;
    Drive(id, Code(event), &response);
  } else {
    Drive(id, Code(status < 200 ? plain::Event::kSend1xx : plain::Event::kSendFinal), &response);
  }
}

void ServerTransactions::Resend(ServerId server_id, std::string response) {
  const Id id = static_cast<Id>(server_id);
  const Transaction* transaction = transactions_.Find(id);
  if (transaction == nullptr || transaction->kind != Kind::kInvite) return;
  if (transaction->state != Code(invite::State::kAccepted)) return;
  ++wire_.counters.retransmissions_out;
  Drive(id, Code(invite::Event::kSend2xx), &response);
}

void ServerTransactions::OnTimer(const TimerEvent& event) { Drive(event.id, event.event); }

Step<std::uint8_t> ServerTransactions::Next(const Transaction& transaction, std::uint8_t event) const {
  if (transaction.kind == Kind::kInvite) {
    const auto step =
        invite::Next(invite::State{transaction.state}, invite::Event{event}, transaction.reliability);
    return {Code(step.state), step.actions};
  }
  const auto step =
      plain::Next(plain::State{transaction.state}, plain::Event{event}, transaction.reliability);
  return {Code(step.state), step.actions};
}

Actions ServerTransactions::Drive(Id id, std::uint8_t event, std::string* response) {
  Transaction* transaction = transactions_.Find(id);
  if (transaction == nullptr) return {};
  const auto [state, actions] = Next(*transaction, event);
  transaction->state = state;
  const bool is_invite = transaction->kind == Kind::kInvite;
  if (actions.Has(Action::kSend)) {
    if (response != nullptr) transaction->response = std::move(*response);
    transaction->response.shrink_to_fit();
    SendStored(id, *transaction);
  }
  if (actions.Has(Action::kStartRetransmit) || actions.Has(Action::kBackOff)) {
    const bool again = actions.Has(Action::kBackOff);
    if (again) ++wire_.counters.retransmissions_out;
    transaction->interval =
        again ? std::min(2 * transaction->interval, wire_.settings.t2) : wire_.settings.t1;
    Start(id, transaction->retransmit, Code(invite::Event::kTimerG), transaction->interval);
  }
  if (actions.Has(Action::kStartLimit))
    Start(id, transaction->limit, Code(invite::Event::kTimerH), wire_.limit());
  if (actions.Has(Action::kStartLinger)) StartLinger(id, *transaction);
  // The user agent repeats its 2xx by itself: nothing is kept for that.
  if (is_invite && state == Code(invite::State::kAccepted)) Release(transaction->response);
  if (state == (is_invite ? Code(invite::State::kTerminated) : Code(plain::State::kTerminated))) {
    End(id, *transaction);
  }
  if (wire_.server_user != nullptr && actions.Has(Action::kTellTimeout)) {
    wire_.server_user->OnResponseFailed(ServerId{id}, TransactionFailure::kTimeout);
  }
  if (wire_.server_user != nullptr && actions.Has(Action::kTellTransport)) {
    wire_.server_user->OnResponseFailed(ServerId{id}, TransactionFailure::kTransport);
  }
  return actions;
}

void ServerTransactions::SendStored(Id id, Transaction& transaction) {
  if (transaction.response.empty()) return;
  if (wire_.Send(transaction.flow, transaction.response) == SendResult::kSent) return;
  if (IsReliable(transaction.flow.transport) && transaction.flow.connection != 0) {
    // §18.2.2: the connection is gone; the response may still reach the port of the Via.
    transaction.flow.connection = 0;
    transaction.flow.shard = wire_.settings.shard;
    transaction.flow.remote.port = transaction.fallback_port;
    if (wire_.Send(transaction.flow, transaction.response) == SendResult::kSent) return;
  }
  // Told by the loop: never from inside Respond.
  const bool is_invite = transaction.kind == Kind::kInvite;
  wire_.scheduler.Add(
      {},
      {kOwner, is_invite ? Code(invite::Event::kTransportError) : Code(plain::Event::kTransportError), id});
}

void ServerTransactions::Start(Id id, Scheduler::WheelId& timer, std::uint8_t event,
                               std::chrono::milliseconds delay) {
  wire_.scheduler.Cancel(timer);
  timer = wire_.scheduler.Add(delay, {kOwner, event, id});
}

void ServerTransactions::StartLinger(Id id, Transaction& transaction) {
  wire_.scheduler.Cancel(transaction.retransmit);
  if (transaction.kind == Kind::kNonInvite) {
    Start(id, transaction.limit, Code(plain::Event::kTimerJ), wire_.limit());
  } else if (transaction.state == Code(invite::State::kConfirmed)) {
    Release(transaction.response);
    Start(id, transaction.limit, Code(invite::Event::kTimerI), wire_.settings.t4);
  } else {
    Start(id, transaction.limit, Code(invite::Event::kTimerL), wire_.limit());
  }
}

void ServerTransactions::End(Id id, Transaction& transaction) {
  wire_.scheduler.Cancel(transaction.retransmit);
  wire_.scheduler.Cancel(transaction.limit);
  by_key_.erase(transaction.key);
  if (transaction.merge_key != 0) by_merge_key_.erase(transaction.merge_key);
  transactions_.Remove(id);
}
}  // namespace vss::sip
