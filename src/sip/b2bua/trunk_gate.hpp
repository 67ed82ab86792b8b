#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

namespace vss::sip {

/// The provider's limits: new calls a second, smoothed inside the second, and calls at once. One for all
/// shards; two atomic numbers instead of a lock.
class TrunkGate {
 public:
  struct Limits {
    int calls_per_second = 0;                       ///< 0: no limit
    int concurrent = 0;                             ///< 0: no limit
    std::chrono::milliseconds longest_wait{5'000};  ///< who would wait longer is refused
  };
  explicit TrunkGate(Limits limits) : limits_(limits) {}

  /// Takes a place among the concurrent calls and a turn in time. How long to wait before the INVITE goes
  /// out; nullopt when the trunk is full. `now` is of one monotonic clock for all shards.
  std::optional<std::chrono::milliseconds> Enter(std::chrono::milliseconds now);
  /// Gives the place back: once for each Enter() that let in.
  void Leave() { inside_.fetch_sub(1, std::memory_order_relaxed); }

  int inside() const { return inside_.load(std::memory_order_relaxed); }

 private:
  std::optional<std::chrono::milliseconds> TakeTurn(std::chrono::milliseconds now);

  const Limits limits_;
  std::atomic<int> inside_{0};
  std::atomic<std::int64_t> next_turn_us_{0};
};
}  // namespace vss::sip
