#include "base/local_time.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace vss {
namespace {
// The days of a zone whose clock changes; put back afterwards.
class LocalTime : public testing::Test {
 protected:
  LocalTime() { Use("Europe/Berlin"); }
  ~LocalTime() override { Use(before_.c_str()); }
  static void Use(const char* zone) {
    if (*zone == '\0') {
      unsetenv("TZ");
    } else {
      setenv("TZ", zone, 1);
    }
    tzset();
  }
  const std::string before_ = getenv("TZ") == nullptr ? "" : getenv("TZ");
};

TEST_F(LocalTime, ADayBeginsAtItsOwnMidnight) {
  EXPECT_EQ(LocalDay(*ParseRfc3339("2026-01-14T23:30:00Z")), "2026-01-15");
  EXPECT_EQ(LocalDay(*ParseRfc3339("2026-01-14T22:59:59.999Z")), "2026-01-14");
  EXPECT_EQ(StartOfLocalDay(*ParseRfc3339("2026-07-15T12:00:00Z")), *ParseRfc3339("2026-07-14T22:00:00Z"));
}

TEST_F(LocalTime, DaysAreCountedByTheCalendarNotByHours) {
  EXPECT_EQ(AddDays("2026-03-28", 2), "2026-03-30");  // the clock changes in between
  EXPECT_EQ(AddDays("2024-03-01", -1), "2024-02-29");
  EXPECT_EQ(DaysBetween("2026-10-24", "2026-10-26"), 2);
  EXPECT_EQ(DaysBetween("2026-01-01", "2025-12-31"), -1);
}

TEST_F(LocalTime, KnowsWhatIsNoDay) {
  EXPECT_TRUE(IsCalendarDay("2024-02-29"));
  for (const char* text : {"2026-02-29", "2026-13-01", "2026-1-1", "", "today", "2026-01-01T00:00:00Z"})
    EXPECT_FALSE(IsCalendarDay(text)) << text;
}
}  // namespace
}  // namespace vss
