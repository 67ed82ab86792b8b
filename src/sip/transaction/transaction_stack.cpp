#include "sip/transaction/transaction_stack.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "base/mask.hpp"
#include "base/unicode.hpp"
#include "sip/transaction/via.hpp"

namespace vss::sip {
namespace {
constexpr std::chrono::seconds kBetweenTooLarge{10};
constexpr std::size_t kMaxToldCallId = 256;
}  // namespace

TransactionStack::TransactionStack(boost::asio::io_context& io, const Clock& clock, Random& random,
                                   StackSettings settings)
    : wire_(io, clock, random, std::move(settings), [this](const TimerEvent& event) { OnTimer(event); }),
      ack_branches_{RandomNumber(random), RandomNumber(random)} {}

ClientId TransactionStack::SendRequest(const Target& target, std::string request, ClientUser& user) {
  return clients_.Send(target.flow, request, user);
}

// The same ACK again has the same branch: to whoever is in between it is a retransmission.
void TransactionStack::SendAck(const Target& target, std::string ack) {
  const Branch branch{wire_.settings.shard, 0, ack_branches_(ack)};
  const std::string& sent_by = wire_.sent_by.Towards(target.flow.remote.address);
  wire_.Send(target.flow, WithVia(ack, target.flow.transport, sent_by, branch.str()));
}

Stack::Counters TransactionStack::counters() const {
  Counters counters = wire_.counters;
  counters.client_transactions = clients_.size();
  counters.server_transactions = servers_.size();
  return counters;
}

Stack::TimerId TransactionStack::After(std::chrono::milliseconds delay,
                                       std::move_only_function<void()> work) {
  return wire_.scheduler.AddFunction(delay, std::move(work));
}

void TransactionStack::OnBytes(const Flow& flow, std::string_view bytes) {
  ++wire_.counters.received;
  if (const auto parsed = Parse(bytes, message_); !parsed) {
    ++wire_.counters.malformed;
    if (parsed.error().what == kTooManyHeaders) OnTooLarge(flow);
    return;
  }
  if (message_.is_request) {
    servers_.OnRequest(message_, flow);
  } else {
    OnResponse(flow);
  }
}

// §21.5.7. A call that waits for such a response goes on without it, so that is said.
void TransactionStack::OnTooLarge(const Flow& flow) {
  const auto& source = flow.remote.address;
  if (message_.is_request) {
    if (message_.method != Method::kAck && !source.is_multicast() && !source.is_unspecified())
      servers_.RefuseOnce(message_, flow, 513);
    return;
  }
  const auto now = wire_.scheduler.now();
  if (too_large_told_ && now - *too_large_told_ < kBetweenTooLarge) return;
  too_large_told_ = now;
  log::Warning("SIP", "a response is dropped: it has too many headers",
               {{"sip_call_id", MaskNumbers(CleanText(message_.call_id, kMaxToldCallId))},
                {"source", flow.remote.str()},
                {"status", message_.status},
                {"most_headers", Message::kMaxHeaders}});
}

void TransactionStack::OnResponse(const Flow& flow) {
  // §18.1.2: a response whose topmost Via is not of ours is dropped.
  if (!wire_.sent_by.IsOurs(message_.via)) {
    ++wire_.counters.stray;
    return;
  }
  if (clients_.OnResponse(message_)) return;
  ++wire_.counters.stray;
  if (wire_.server_user != nullptr) wire_.server_user->OnStrayResponse(message_, flow);
}

void TransactionStack::OnFlowClosed(const Flow& flow) {
  clients_.OnFlowClosed(flow);
  if (wire_.server_user != nullptr) wire_.server_user->OnFlowClosed(flow);
}

void TransactionStack::OnTimer(const TimerEvent& event) {
  if (event.owner == TimerEvent::Owner::kClient) {
    clients_.OnTimer(event);
  } else {
    servers_.OnTimer(event);
  }
}
}  // namespace vss::sip
