#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace vss {

/// Wall-clock time in UTC, as stored and shown: milliseconds.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
/// For measuring and for time-outs: never jumps.
using Steady = std::chrono::steady_clock::time_point;

/// Where code reads the time, so that tests set it. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
  virtual Steady SteadyNow() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant Now() const override;
  Steady SteadyNow() const override;
};

/// Stands still until a test moves it. Not thread-safe.
class FakeClock final : public Clock {
 public:
  Instant Now() const override { return now_; }
  Steady SteadyNow() const override { return steady_; }
  void Advance(std::chrono::milliseconds by) {
    now_ += by;
    steady_ += by;
  }
  void Set(Instant now) { now_ = now; }

 private:
  Instant now_{std::chrono::milliseconds{1'760'000'000'000}};
  Steady steady_{};
};

/// RFC 3339 in UTC with milliseconds: 2026-01-15T08:00:00.000Z.
std::string FormatRfc3339(Instant t);
/// RFC 3339 with any offset; nullopt when it is not one.
std::optional<Instant> ParseRfc3339(std::string_view text);

enum class DayEdge { kStart, kEnd };
/// "2025-01-15" as a day in the centre's time zone (TZ, set from VSS_TIMEZONE at start): its first instant,
/// or the first instant after it. nullopt when it is not a calendar day.
std::optional<Instant> ParseLocalDay(std::string_view text, DayEdge edge);
}  // namespace vss
