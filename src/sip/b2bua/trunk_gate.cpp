#include "sip/b2bua/trunk_gate.hpp"

#include <algorithm>

namespace vss::sip {
using std::chrono::microseconds;
using std::chrono::milliseconds;

std::optional<milliseconds> TrunkGate::Enter(milliseconds now) {
  const int before = inside_.fetch_add(1, std::memory_order_relaxed);
  if (limits_.concurrent > 0 && before >= limits_.concurrent) {
    Leave();
    return std::nullopt;
  }
  const auto wait = TakeTurn(now);
  if (!wait) Leave();
  return wait;
}

std::optional<milliseconds> TrunkGate::TakeTurn(milliseconds now) {
  if (limits_.calls_per_second <= 0) return milliseconds{0};
  const std::int64_t now_us = microseconds(now).count();
  const std::int64_t step = 1'000'000 / limits_.calls_per_second;
  std::int64_t next = next_turn_us_.load(std::memory_order_relaxed);
  for (;;) {
    const std::int64_t turn = std::max(next, now_us);
    if (turn - now_us > microseconds(limits_.longest_wait).count()) return std::nullopt;
    if (next_turn_us_.compare_exchange_weak(next, turn + step, std::memory_order_relaxed)) {
      return std::chrono::ceil<milliseconds>(microseconds(turn - now_us));
    }
  }
}
}  // namespace vss::sip
