#include "base/clock.hpp"

#include <fmt/format.h>

#include <charconv>
#include <ctime>

namespace vss {
namespace {
// Reads exactly `digits` digits at `at`; -1 when they are not digits.
int Digits(std::string_view text, std::size_t at, std::size_t digits) {
  if (text.size() < at + digits) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<std::chrono::year_month_day> ParseDay(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
  if (year < 1970 || month < 0 || day < 0) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{year},
                                        std::chrono::month(static_cast<unsigned>(month)),
                                        std::chrono::day(static_cast<unsigned>(day))};
  return ymd.ok() ? std::optional(ymd) : std::nullopt;
}

std::chrono::sys_days LocalDate(std::time_t at) {
  std::tm local{};
  localtime_r(&at, &local);
  return std::chrono::year(local.tm_year + 1900) / (local.tm_mon + 1) / local.tm_mday;
}

// The first second of a day. Midnight may come twice (in Havana and on the Azores the clock goes back from
// 1:00), never (it goes forward from 0:00), or the whole day is left out (Samoa, 2011), and mktime answers
// any of them as it likes. Every transition is on a quarter of an hour.
Instant StartOf(std::chrono::sys_days day) {
  constexpr std::time_t kStep = 15 * 60, kWidest = 26 * 60 * 60;
  const std::chrono::year_month_day date(day);
  std::tm local{};
  local.tm_year = static_cast<int>(date.year()) - 1900;
  local.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
  local.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
  local.tm_isdst = -1;
  const std::time_t guess = std::mktime(&local);
  const auto begun = [day](std::time_t at) { return LocalDate(at) >= day; };
  if (begun(guess) && !begun(guess - 1)) return Instant(std::chrono::seconds(guess));
  std::time_t at = guess - kWidest;
  at -= ((at % kStep) + kStep) % kStep;
  while (!begun(at) && at < guess + kWidest) at += kStep;
  return Instant(std::chrono::seconds(at));
}
}  // namespace

Instant SystemClock::Now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}
Steady SystemClock::SteadyNow() const { return std::chrono::steady_clock::now(); }

std::string FormatRfc3339(Instant t) {
  const auto day = std::chrono::floor<std::chrono::days>(t);
  const std::chrono::year_month_day ymd{day};
  const std::chrono::hh_mm_ss time{t - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

std::optional<Instant> ParseRfc3339(std::string_view text) {
  const auto day = ParseDay(text);
  if (!day || text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  const int hour = Digits(text, 11, 2), minute = Digits(text, 14, 2), second = Digits(text, 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
  Instant result = std::chrono::sys_days(*day) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                   std::chrono::seconds(second);
  std::size_t at = 19;
  if (text[at] == '.') {
    int scale = 100, digits = 0;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) {
      result += std::chrono::milliseconds((text[at] - '0') * scale);
      scale /= 10;
    }
    if (digits == 0 || digits > 9) return std::nullopt;
  }
  const std::string_view zone = text.substr(at);
  if (zone == "Z" || zone == "z") return result;
  const int zone_hour = Digits(zone, 1, 2), zone_minute = Digits(zone, 4, 2);
  if (zone.size() != 6 || zone[3] != ':' || (zone[0] != '+' && zone[0] != '-') || zone_hour < 0 ||
      zone_hour > 23 || zone_minute < 0 || zone_minute > 59) {
    return std::nullopt;
  }
  const auto offset = std::chrono::hours(zone_hour) + std::chrono::minutes(zone_minute);
  return zone[0] == '+' ? result - offset : result + offset;
}

std::optional<Instant> ParseLocalDay(std::string_view text, DayEdge edge) {
  const auto day = ParseDay(text);
  if (!day || text.size() != 10) return std::nullopt;
  const std::chrono::sys_days begin(*day);
  return StartOf(edge == DayEdge::kEnd ? begin + std::chrono::days(1) : begin);
}
}  // namespace vss
