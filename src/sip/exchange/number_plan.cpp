#include "sip/exchange/number_plan.hpp"

#include <algorithm>
#include <array>

namespace vss::sip {
namespace {
using namespace std::chrono_literals;

constexpr std::array kPlans{
    NumberPlan{.number = "+79990000001", .what = "talks"},
    NumberPlan{.number = "+79990000002", .what = "echo", .talk = Talk::kEcho},
    NumberPlan{.number = "+79990000003", .what = "rings, never answers", .status = 0},
    NumberPlan{
        .number = "+79990000004", .what = "busy", .ringing = Ringing::kNone, .after = 0ms, .status = 486},
    NumberPlan{.number = "+79990000005", .what = "rings, then declines", .status = 603},
    NumberPlan{.number = "+79990000006", .what = "answering machine", .talk = Talk::kMachine},
    NumberPlan{.number = "+79990000007", .what = "answers after 10 s", .after = 10s},
    NumberPlan{.number = "+79990000008", .what = "talks, hangs up after 5 s", .hang_up_after = 5s},
    NumberPlan{.number = "+79990000009",
               .what = "does not exist",
               .ringing = Ringing::kNone,
               .after = 0ms,
               .status = 404},
    NumberPlan{.number = "+79990000010",
               .what = "announcement as early media, then unavailable",
               .ringing = Ringing::kAnnounced,
               .after = 4s,
               .status = 480},
    NumberPlan{.number = "+79990000011",
               .what = "out of service",
               .ringing = Ringing::kNone,
               .after = 0ms,
               .status = 503},
    NumberPlan{.number = "+79990000012", .what = "sends back the digits it hears", .talk = Talk::kDigits},
    NumberPlan{.number = "+79990000013", .what = "answers, then is gone", .talk = Talk::kGone},
    NumberPlan{.number = "+79990000014",
               .what = "redirects to +79990000001",
               .ringing = Ringing::kNone,
               .after = 0ms,
               .status = 302,
               .redirect = "+79990000001"},
    NumberPlan{.number = "+79990000015",
               .what = "answers at once and talks",
               .ringing = Ringing::kNone,
               .after = 0ms},
    NumberPlan{.number = "+79990000016",
               .what = "rings on three forks, one answers",
               .ringing = Ringing::kThreeForks},
    NumberPlan{
        .number = "9001", .what = "echo", .ringing = Ringing::kNone, .after = 0ms, .talk = Talk::kEcho},
    NumberPlan{.number = "9002", .what = "talks", .ringing = Ringing::kNone, .after = 0ms},
};
// +7999001 and four digits: a town of ten thousand people, of whom the last digit says how they are.
constexpr std::string_view kTown = "+7999001";
constexpr std::size_t kTownDigits = 4;
constexpr std::array kTownPlans{
    NumberPlan{.number = "+7999001xxx0", .what = "talks for 8 s", .after = 2s, .hang_up_after = 8s},
    NumberPlan{.number = "+7999001xxx1", .what = "talks for 15 s", .after = 4s, .hang_up_after = 15s},
    NumberPlan{.number = "+7999001xxx2", .what = "talks for 25 s", .after = 3s, .hang_up_after = 25s},
    NumberPlan{.number = "+7999001xxx3", .what = "talks for 40 s", .after = 6s, .hang_up_after = 40s},
    NumberPlan{.number = "+7999001xxx4", .what = "talks for 5 s", .after = 9s, .hang_up_after = 5s},
    NumberPlan{.number = "+7999001xxx5",
               .what = "answering machine",
               .after = 5s,
               .talk = Talk::kMachine,
               .hang_up_after = 12s},
    NumberPlan{.number = "+7999001xxx6", .what = "rings, never answers", .status = 0},
    NumberPlan{
        .number = "+7999001xxx7", .what = "busy", .ringing = Ringing::kNone, .after = 0ms, .status = 486},
    NumberPlan{.number = "+7999001xxx8", .what = "rings, then declines", .after = 5s, .status = 603},
    NumberPlan{.number = "+7999001xxx9",
               .what = "announcement as early media, then unavailable",
               .ringing = Ringing::kAnnounced,
               .after = 4s,
               .status = 480},
};
constexpr NumberPlan kAnybody{.number = "", .what = "answers after a second and talks"};

// ITU-T E.164 §6.2: at most 15 digits; none shorter than 7 is dialled with its country code.
bool IsE164(std::string_view number) {
  if (!number.starts_with('+')) return false;
  number.remove_prefix(1);
  const bool digits = std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
  return digits && number.size() >= 7 && number.size() <= 15 && number[0] != '0';
}
}  // namespace

std::span<const NumberPlan> AllNumberPlans() { return kPlans; }
std::span<const NumberPlan> TownNumberPlans() { return kTownPlans; }

const NumberPlan* FindNumberPlan(std::string_view number) {
  const auto* const found = std::ranges::find(kPlans, number, &NumberPlan::number);
  if (found != kPlans.end()) return found;
  if (!IsE164(number)) return nullptr;
  const bool in_town = number.starts_with(kTown) && number.size() == kTown.size() + kTownDigits;
  return in_town ? &kTownPlans.at(static_cast<std::size_t>(number.back() - '0')) : &kAnybody;
}
}  // namespace vss::sip
