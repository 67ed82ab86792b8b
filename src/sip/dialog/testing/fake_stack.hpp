#pragma once
#include <deque>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "sip/message/writer.hpp"
#include "sip/transaction/stack.hpp"

namespace vss::test {

/// A stack without wire: notes what is sent, lets the test answer, and has a clock that the test moves.
class FakeStack final : public sip::Stack {
 public:
  struct Sent {
    sip::ClientId id;
    sip::Target target;
    sip::StoredMessage message;
    sip::ClientUser* user;
    bool cancelled = false;
  };
  struct Response {
    sip::ServerId id;
    sip::StoredMessage message;
    bool resent;
  };

  std::deque<Sent> requests;
  std::deque<sip::StoredMessage> acks;
  std::deque<sip::Target> ack_targets;  ///< of acks
  std::deque<Response> responses;
  int once = 0;  ///< of responses, those that leave no transaction behind

  sip::ClientId SendRequest(const sip::Target& target, std::string request, sip::ClientUser& user) override {
    const sip::ClientId id{++last_id_};
    requests.push_back({id, target, Stored(WithVia(std::move(request))), &user});
    return id;
  }
  void Cancel(sip::ClientId id) override {
    for (Sent& sent : requests) {
      if (sent.id == id) sent.cancelled = true;
    }
  }
  void Forget(sip::ClientId id) override {
    for (Sent& sent : requests) {
      if (sent.id == id) sent.user = nullptr;
    }
  }
  void SendAck(const sip::Target& target, std::string ack) override {
    ack_targets.push_back(target);
    acks.push_back(Stored(WithVia(std::move(ack))));
  }
  void Respond(sip::ServerId id, std::string response) override {
    responses.push_back({id, Stored(std::move(response)), false});
  }
  void RespondOnce(sip::ServerId id, std::string response) override {
    ++once;
    responses.push_back({id, Stored(std::move(response)), false});
  }
  std::string TagOnce(const sip::Message&) const override { return "once"; }
  void Resend(sip::ServerId id, std::string response) override {
    responses.push_back({id, Stored(std::move(response)), true});
  }
  Counters counters() const override { return {}; }

  TimerId After(std::chrono::milliseconds delay, std::move_only_function<void()> work) override {
    timers_.emplace(std::pair(now_ + delay, ++last_timer_), std::move(work));
    return last_timer_;
  }
  void CancelTimer(TimerId id) override {
    std::erase_if(timers_, [id](const auto& entry) { return entry.first.second == id; });
  }
  std::chrono::milliseconds now() const override { return now_; }

  /// Moves the clock and runs what becomes due, in order.
  void Advance(std::chrono::milliseconds by) {
    const auto end = now_ + by;
    while (!timers_.empty() && timers_.begin()->first.first <= end) {
      auto node = timers_.extract(timers_.begin());
      now_ = node.key().first;
      node.mapped()();
    }
    now_ = end;
  }
  std::size_t timers() const { return timers_.size(); }

  /// The last request of this method; throws when there is none.
  Sent& Last(sip::Method method) {
    for (auto it = requests.rbegin(); it != requests.rend(); ++it) {
      if (it->message->method == method) return *it;
    }
    throw std::logic_error("no such request was sent");
  }
  std::size_t Count(sip::Method method) const {
    std::size_t count = 0;
    for (const Sent& sent : requests) count += sent.message->method == method;
    return count;
  }

  struct Reply {
    std::string tag = "them";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string sdp;
  };
  /// Gives `sent`'s user a response to it.
  void Answer(const Sent& sent, int status, const Reply& reply) {
    if (sent.user == nullptr) return;
    sip::Writer writer = sip::ResponseTo(*sent.message, status, reply.tag);
    for (const auto& [name, value] : reply.headers) writer.Add(name, value);
    const sip::StoredMessage response =
        Stored(reply.sdp.empty() ? writer.Finish() : writer.Finish("application/sdp", reply.sdp));
    sent.user->OnResponse(sent.id, *response);
  }
  void Fail(const Sent& sent, sip::TransactionFailure failure) {
    if (sent.user != nullptr) sent.user->OnRequestFailed(sent.id, failure);
  }

  static sip::StoredMessage Stored(const std::string& bytes) {
    sip::Message message;
    const auto parsed = sip::Parse(bytes, message);
    if (!parsed)
      throw std::logic_error("not a SIP message: " + std::string(parsed.error().what) + "\n" + bytes);
    return sip::StoredMessage(message);
  }

 private:
  static std::string WithVia(std::string request) {
    const auto end = request.find("\r\n") + 2;
    return request.insert(end, "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKfake;rport\r\n");
  }

  std::uint64_t last_id_ = 0;
  TimerId last_timer_ = 0;
  std::chrono::milliseconds now_{1'000'000};
  std::map<std::pair<std::chrono::milliseconds, TimerId>, std::move_only_function<void()>> timers_;
};
}  // namespace vss::test
