#pragma once
#include <algorithm>
#include <chrono>

#include "base/clock.hpp"

namespace vss::realtime {

/// How many events a client may still send. Those refused cost too: who goes on sends itself into debt.
class TokenBucket {
 public:
  enum class Verdict { kTake, kRefuse, kTooMuch };

  /// One event at `now`; `rate` a second, twice that at once, and as much again before it is too much.
  Verdict Spend(Steady now, double rate) {
    const double burst = 2 * rate;
    if (last_ == Steady{}) tokens_ = burst;
    tokens_ = std::min(
        burst, tokens_ + std::chrono::duration<double>(now - std::exchange(last_, now)).count() * rate);
    tokens_ = std::max(tokens_ - 1, -burst - 1);
    if (tokens_ >= 0) return Verdict::kTake;
    return tokens_ >= -burst ? Verdict::kRefuse : Verdict::kTooMuch;
  }

 private:
  double tokens_ = 0;
  Steady last_{};
};
}  // namespace vss::realtime
