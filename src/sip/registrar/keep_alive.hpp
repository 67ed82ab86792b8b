#pragma once
#include <functional>
#include <string>

#include "sip/dialog/timer.hpp"
#include "sip/message/message.hpp"
#include "sip/transaction/stack.hpp"

namespace vss::sip {

enum class Reachability : std::uint8_t {
  kUnknown,      ///< nobody was asked yet, or never answered
  kReachable,    ///< answered, whatever it said: a 404 or 486 to OPTIONS is an answer
  kUnreachable,  ///< let so many in a row pass unanswered
};

/// Asks one peer by OPTIONS again and again (RFC 3261 §11): that keeps the mapping of its NAT open, and tells
/// whether somebody is there. One request at a time: when it times out after 32 s the next goes at once, and
/// its retransmissions keep the NAT open meanwhile. On its shard's thread.
class KeepAlive final : private ClientUser {
 public:
  struct Settings {
    std::chrono::milliseconds every{25'000};  ///< RFC 5626 §4.4.2: 24 to 29 s keep a NAT's mapping of UDP
    int patience = 3;  ///< so many in a row without an answer: unreachable, after some 95 s
    /// Who counts as unreachable: everybody who is silent, or only who answered before. Some peers drop
    /// OPTIONS for good.
    enum class Judges : std::uint8_t { kAll, kWhoAnsweredBefore } judges = Judges::kAll;
  };
  struct Ask {
    Target target;
    std::function<std::string()> write;  ///< a new OPTIONS each time
  };
  /// `changed` is told each change of reachability() but the first to kReachable; it must not destroy this.
  KeepAlive(Stack& stack, Settings settings, Ask ask, std::function<void(Reachability)> changed);
  ~KeepAlive() override;

  void Start(std::chrono::milliseconds delay);
  /// It let another request pass unanswered: it is asked at once, and silence to that decides.
  void Suspect();
  Reachability reachability() const { return reachability_; }
  /// Whether it ever answered; some peers drop OPTIONS for good.
  bool answered_once() const { return answered_once_; }
  /// It answered an earlier KeepAlive.
  void NoteAnswered() { answered_once_ = true; }

 private:
  void OnResponse(ClientId id, const Message& response) override;
  void OnRequestFailed(ClientId id, TransactionFailure failure) override;
  void Send();
  void Miss(std::chrono::milliseconds next);
  void Become(Reachability now);

  Stack& stack_;
  const Settings settings_;
  const Ask ask_;
  const std::function<void(Reachability)> changed_;
  Timer timer_;
  ClientId pending_{};
  int missed_ = 0;
  bool answered_once_ = false;
  Reachability reachability_ = Reachability::kUnknown;
};

struct OptionsFields {
  std::string uri, from, to, call_id, user_agent;
};
/// OPTIONS outside of dialogs; `from` has its tag.
std::string WriteOptions(const OptionsFields& fields);
}  // namespace vss::sip
