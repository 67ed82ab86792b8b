#pragma once
#include <string>
#include <string_view>

#include "base/clock.hpp"

/// The calendar of the centre: TZ, set from VSS_TIMEZONE at start.
namespace vss {

/// The day that `at` lies in: 2026-01-15.
std::string LocalDay(Instant at);

/// The first instant of the day that `at` lies in.
Instant StartOfLocalDay(Instant at);

/// `days` later (earlier when negative). `day` is a calendar day.
std::string AddDays(std::string_view day, int days);

/// How many days `last` is after `first`; both are calendar days.
int DaysBetween(std::string_view first, std::string_view last);

/// True for 2026-01-15, false for 2026-02-30 and everything else.
bool IsCalendarDay(std::string_view text);
}  // namespace vss
