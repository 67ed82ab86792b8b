#include "base/local_time.hpp"

#include <fmt/format.h>

#include <charconv>
#include <ctime>

#include "base/error.hpp"

namespace vss {
namespace {
std::chrono::year_month_day Parse(std::string_view day) {
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = -1;
    std::from_chars(day.data() + at, day.data() + at + digits, value);
    return value;
  };
  if (!IsCalendarDay(day)) throw InternalError(fmt::format("{} is no day", day));
  return {std::chrono::year(number(0, 4)), std::chrono::month(static_cast<unsigned>(number(5, 2))),
          std::chrono::day(static_cast<unsigned>(number(8, 2)))};
}

std::tm LocalTime(Instant at) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
  std::tm local{};
  localtime_r(&seconds, &local);
  return local;
}
}  // namespace

std::string LocalDay(Instant at) {
  const std::tm local = LocalTime(at);
  return fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

Instant StartOfLocalDay(Instant at) { return ParseLocalDay(LocalDay(at), DayEdge::kStart).value(); }

std::string AddDays(std::string_view day, int days) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days(Parse(day)) + std::chrono::days(days)};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

int DaysBetween(std::string_view first, std::string_view last) {
  return static_cast<int>((std::chrono::sys_days(Parse(last)) - std::chrono::sys_days(Parse(first))).count());
}

bool IsCalendarDay(std::string_view text) {
  return text.size() == 10 && ParseLocalDay(text, DayEdge::kStart).has_value();
}
}  // namespace vss
