#pragma once
#include "base/clock.hpp"

namespace vss {

/// The times of something that lasts: its beginning by the wall clock, and each later moment as much after it
/// as the steady clock says. Whoever sets the machine's clock meanwhile changes neither order nor durations.
class Timeline {
 public:
  explicit Timeline(const Clock& clock) : began_(clock.Now()), steady_(clock.SteadyNow()) {}
  Instant began() const { return began_; }
  Instant Now(const Clock& clock) const {
    return began_ + std::chrono::duration_cast<std::chrono::milliseconds>(clock.SteadyNow() - steady_);
  }

 private:
  Instant began_;
  Steady steady_;
};

/// Finds out that the wall clock was set. One that is slewed, or drifts, stays below what counts.
class ClockWatch {
 public:
  static constexpr std::chrono::milliseconds kCounts{3'000};

  explicit ClockWatch(const Clock& clock) : clock_(clock), since_(clock) {}
  /// How far it was set since the last look: forward above zero, back below.
  std::optional<std::chrono::milliseconds> Look() {
    const auto step = clock_.Now() - since_.Now(clock_);
    since_ = Timeline(clock_);
    return std::chrono::abs(step) > kCounts ? std::optional(step) : std::nullopt;
  }

 private:
  const Clock& clock_;
  Timeline since_;
};
}  // namespace vss
