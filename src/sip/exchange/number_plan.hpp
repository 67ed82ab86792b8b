#pragma once
#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

/// What each number of the test exchange does, as data. docs/reference/test-exchange.md shows it to people.
namespace vss::sip {

enum class Ringing : std::uint8_t {
  kNone,
  kOnce,
  kThreeForks,  ///< three 180 with different To-tags, as from a forking proxy; one of them answers
  kAnnounced,   ///< 183 with an announcement (early media)
};

enum class Talk : std::uint8_t {
  kGone,    ///< answers, and is never heard of again: no RTP, no RTCP, no dialog
  kSpeech,  ///< talks without end
  kEcho,
  kMachine,  ///< greeting, beep, then it listens: silence
  kDigits,   ///< sends back each digit that it hears
};

/// A call goes: ringing; after `after` either answered with `status` 200, or refused with it.
struct NumberPlan {
  std::string_view number;
  std::string_view what;  ///< for people
  Ringing ringing = Ringing::kOnce;
  std::chrono::milliseconds after{1'000};
  int status = 200;  ///< 0: never any final answer
  Talk talk = Talk::kSpeech;
  std::chrono::milliseconds hang_up_after{600'000};
  std::string_view redirect;  ///< number in the Contact of a 302
};

/// The plan of every listed number and of the service numbers.
std::span<const NumberPlan> AllNumberPlans();
/// The plans of +7999001xxxx, by the last digit.
std::span<const NumberPlan> TownNumberPlans();
/// Any number in E.164 that is not listed rings for a second and talks; nullptr for what is no number.
const NumberPlan* FindNumberPlan(std::string_view number);
}  // namespace vss::sip
