#include "sip/registrar/keep_alive.hpp"

#include <algorithm>

#include "sip/message/writer.hpp"

namespace vss::sip {

KeepAlive::KeepAlive(Stack& stack, Settings settings, Ask ask, std::function<void(Reachability)> changed)
    : stack_(stack), settings_(settings), ask_(std::move(ask)), changed_(std::move(changed)), timer_(stack) {}

KeepAlive::~KeepAlive() {
  if (pending_ != ClientId{}) stack_.Forget(pending_);
}

void KeepAlive::Start(std::chrono::milliseconds delay) {
  timer_.Start(delay, [this] { Send(); });
}

void KeepAlive::Suspect() {
  missed_ = std::max(missed_, settings_.patience - 1);
  if (pending_ == ClientId{}) Start(std::chrono::milliseconds{0});
}

void KeepAlive::Send() { pending_ = stack_.SendRequest(ask_.target, ask_.write(), *this); }

void KeepAlive::OnResponse(ClientId id, const Message& response) {
  if (id != pending_ || response.status < 200) return;
  pending_ = {};
  // §8.1.3.1, §16.7: 408 is what a proxy says in place of a silent phone, 430 that the phone's connection to
  // it is gone (RFC 5626 §5.3). All else is an answer of somebody.
  if (response.status == 408 || response.status == 430) return Miss(settings_.every);
  missed_ = 0;
  answered_once_ = true;
  Start(settings_.every);
  Become(Reachability::kReachable);
}

void KeepAlive::OnRequestFailed(ClientId id, TransactionFailure failure) {
  if (id != pending_) return;
  pending_ = {};
  Miss(failure == TransactionFailure::kTimeout ? std::chrono::milliseconds{0} : settings_.every);
}

void KeepAlive::Miss(std::chrono::milliseconds next) {
  if (missed_ < settings_.patience) ++missed_;
  Start(next);
  const bool judged = answered_once_ || settings_.judges == Settings::Judges::kAll;
  if (missed_ >= settings_.patience && judged) Become(Reachability::kUnreachable);
}

void KeepAlive::Become(Reachability now) {
  const Reachability before = std::exchange(reachability_, now);
  const bool first_answer = before == Reachability::kUnknown && now == Reachability::kReachable;
  if (before != now && !first_answer) changed_(now);
}

std::string WriteOptions(const OptionsFields& fields) {
  return Writer::Request(Method::kOptions, fields.uri)
      .Add("Max-Forwards", std::uint64_t{70})
      .Add("From", fields.from)
      .Add("To", fields.to)
      .Add("Call-ID", fields.call_id)
      .Add("CSeq", "1 OPTIONS")
      .Add("User-Agent", fields.user_agent)
      .Finish();
}
}  // namespace vss::sip
