#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

/// Sums of call records: OTTB counts each record when it writes it, WORKSPACE's reports read the sums.
namespace vss {

struct CallNumbers {
  std::int64_t attempts = 0, answered = 0, busy = 0, no_answer = 0, failed = 0, cancelled = 0;
  std::int64_t not_placed = 0;  ///< orders that came to no attempt: the number was never called
  std::int64_t rang = 0;        ///< calls that rang
  std::chrono::milliseconds ring{0}, talk{0};
  std::chrono::milliseconds line{0};  ///< from the orders of the calls to their ends
  std::int64_t faults = 0;            ///< of slots: transitions to FAULT

  /// Calls that were ordered, whether their numbers were called or not.
  std::int64_t orders() const { return attempts + not_placed; }

  bool operator==(const CallNumbers&) const = default;
  CallNumbers& operator+=(const CallNumbers& more) { return Add(more, 1); }
  CallNumbers& operator-=(const CallNumbers& less) { return Add(less, -1); }

 private:
  CallNumbers& Add(const CallNumbers& other, int sign) {
    constexpr std::array kCounts = {
        &CallNumbers::attempts,  &CallNumbers::answered, &CallNumbers::busy,
        &CallNumbers::no_answer, &CallNumbers::failed,   &CallNumbers::cancelled,
        &CallNumbers::rang,      &CallNumbers::faults,   &CallNumbers::not_placed};
    constexpr std::array kTimes = {&CallNumbers::ring, &CallNumbers::talk, &CallNumbers::line};
    for (const auto count : kCounts) this->*count += sign * other.*count;
    for (const auto time : kTimes) this->*time += sign * other.*time;
    return *this;
  }
};

/// What a sum is of: all calls, or those with one hangup cause, user, slot, campaign (the key).
enum class TotalScope : std::uint8_t { kAll, kCause, kUser, kSlot, kCampaign };
constexpr std::string_view ToString(TotalScope scope) {
  constexpr std::array<std::string_view, 5> kNames = {"all", "cause", "user", "slot", "campaign"};
  return kNames.at(static_cast<std::size_t>(scope));
}

/// How long its period is: 2026-01-15+07 (the eighth hour since the day began, whatever the clock says), a
/// day, 2026-01. Periods are the centre's.
enum class TotalSpan : std::uint8_t { kHour, kDay, kMonth };
constexpr std::string_view ToString(TotalSpan span) {
  constexpr std::array<std::string_view, 3> kNames = {"hour", "day", "month"};
  return kNames.at(static_cast<std::size_t>(span));
}
}  // namespace vss
