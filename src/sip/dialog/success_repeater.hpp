#pragma once
#include <chrono>
#include <functional>
#include <string>

#include "sip/dialog/timer.hpp"

namespace vss::sip {

/// Repeats our 2xx to an INVITE until its ACK comes: after T1, then doubling to T2, over every transport;
/// gives up after 64*T1 (RFC 3261 §13.3.1.4).
class SuccessRepeater {
 public:
  SuccessRepeater(Stack& stack, std::chrono::milliseconds t1, std::chrono::milliseconds t2)
      : stack_(stack), t1_(t1), t2_(t2), repeat_(stack) {}

  /// `response` was sent just now. `give_up` may destroy this.
  void Start(ServerId id, std::uint32_t cseq, std::string response, std::move_only_function<void()> give_up);
  /// True when this ACK is the one waited for; the repetition is over then.
  bool TakeAck(std::uint32_t cseq);
  void Stop() { repeat_.Stop(); }
  bool waiting() const { return repeat_.running(); }

 private:
  void Wait();
  void Repeat();

  Stack& stack_;
  std::chrono::milliseconds t1_, t2_, interval_{}, elapsed_{};
  ServerId id_{};
  std::uint32_t cseq_ = 0;
  std::string response_;
  std::move_only_function<void()> give_up_;
  Timer repeat_;
};
}  // namespace vss::sip
