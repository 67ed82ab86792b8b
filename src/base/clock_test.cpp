#include "base/clock.hpp"

#include <gmock/gmock.h>

#include <ctime>

#include "base/local_time.hpp"

namespace vss {
namespace {
using std::chrono::hours;
using std::chrono::milliseconds;

// The process's time zone for one test, as main sets it from VSS_TIMEZONE.
class TimeZone {
 public:
  explicit TimeZone(const char* name) {
    if (const char* before = std::getenv("TZ")) before_ = before;
    ::setenv("TZ", name, 1);
    ::tzset();
  }
  ~TimeZone() {
    before_ ? ::setenv("TZ", before_->c_str(), 1) : ::unsetenv("TZ");
    ::tzset();
  }

 private:
  std::optional<std::string> before_;
};

std::string Day(std::string_view text, DayEdge edge) {
  const auto at = ParseLocalDay(text, edge);
  return at ? FormatRfc3339(*at) : "none";
}

TEST(Rfc3339, FormatsUtcWithMilliseconds) {
  EXPECT_EQ(FormatRfc3339(Instant(milliseconds(0))), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatRfc3339(Instant(milliseconds(1'768'464'000'007))), "2026-01-15T08:00:00.007Z");
  EXPECT_EQ(FormatRfc3339(Instant(milliseconds(951'782'400'000))), "2000-02-29T00:00:00.000Z");
}

TEST(Rfc3339, ParsesTheExamplesOfTheRfc) {  // RFC 3339 §5.8
  EXPECT_EQ(FormatRfc3339(*ParseRfc3339("1985-04-12T23:20:50.52Z")), "1985-04-12T23:20:50.520Z");
  EXPECT_EQ(FormatRfc3339(*ParseRfc3339("1996-12-19T16:39:57-08:00")), "1996-12-20T00:39:57.000Z");
  EXPECT_EQ(FormatRfc3339(*ParseRfc3339("1990-12-31T23:59:60Z")), "1991-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatRfc3339(*ParseRfc3339("2026-01-15t08:00:00.123456789+03:00")), "2026-01-15T05:00:00.123Z");
}

TEST(Rfc3339, RefusesWhatIsNotOne) {
  for (const std::string_view text :
       {"", "2026-01-15", "2026-01-15T08:00:00", "2026-01-15 08:00:00Z", "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "2026-01-15T24:00:00Z", "2026-01-15T08:60:00Z", "2026-01-15T08:00:00.Z",
        "2026-01-15T08:00:00.1234567890Z", "2026-01-15T08:00:00+3:00", "2026-01-15T08:00:00+0300",
        "2026-01-15T08:00:00+24:00", "2026-01-15T08:00:00Zx", "2026-01-15T08:00:00.", "+026-01-15T08:00:00Z",
        "1969-12-31T23:59:59Z", "20260115T080000Z"}) {
    EXPECT_FALSE(ParseRfc3339(text)) << text;
  }
}

TEST(Rfc3339, ReadsBackWhatItFormats) {
  for (std::int64_t ms = 0; ms < 4'102'444'800'000; ms += 86'399'999'983 / 7) {
    const Instant at{milliseconds(ms)};
    ASSERT_EQ(ParseRfc3339(FormatRfc3339(at)), at);
  }
}

TEST(LocalDay, BeginsAndEndsAtTheCentresMidnight) {
  const TimeZone moscow("Europe/Moscow");
  EXPECT_EQ(Day("2025-01-15", DayEdge::kStart), "2025-01-14T21:00:00.000Z");
  EXPECT_EQ(Day("2025-01-15", DayEdge::kEnd), "2025-01-15T21:00:00.000Z");
  EXPECT_EQ(Day("2024-12-31", DayEdge::kEnd), "2024-12-31T21:00:00.000Z");
}

TEST(LocalDay, IsAsLongAsTheClocksOfItsZoneMakeIt) {
  const TimeZone new_york("America/New_York");
  EXPECT_EQ(*ParseLocalDay("2025-03-09", DayEdge::kEnd) - *ParseLocalDay("2025-03-09", DayEdge::kStart),
            hours(23));
  EXPECT_EQ(*ParseLocalDay("2025-11-02", DayEdge::kEnd) - *ParseLocalDay("2025-11-02", DayEdge::kStart),
            hours(25));
}

// The day begins with the first of two midnights, and the day before ends there.
TEST(LocalDay, WithTwoMidnightsBeginsWithTheFirst) {
  struct Case {
    const char* zone;
    const char* day;
    const char* start;
    const char* end;
  };
  for (const Case& c :
       {Case{"America/Havana", "2025-11-02", "2025-11-02T04:00:00.000Z", "2025-11-03T05:00:00.000Z"},
        Case{"America/Havana", "2025-11-01", "2025-11-01T04:00:00.000Z", "2025-11-02T04:00:00.000Z"},
        Case{"Atlantic/Azores", "2025-10-26", "2025-10-26T00:00:00.000Z", "2025-10-27T01:00:00.000Z"},
        Case{"Atlantic/Azores", "2025-10-25", "2025-10-25T00:00:00.000Z", "2025-10-26T00:00:00.000Z"}}) {
    const TimeZone zone(c.zone);
    EXPECT_EQ(Day(c.day, DayEdge::kStart), c.start) << c.zone << " " << c.day;
    EXPECT_EQ(Day(c.day, DayEdge::kEnd), c.end) << c.zone << " " << c.day;
  }
}

TEST(LocalDay, WithoutMidnightBeginsWithItsFirstSecond) {
  const TimeZone havana("America/Havana");  // from 0:00 to 1:00
  EXPECT_EQ(Day("2025-03-09", DayEdge::kStart), "2025-03-09T05:00:00.000Z");
  EXPECT_EQ(Day("2025-03-08", DayEdge::kEnd), "2025-03-09T05:00:00.000Z");
  const TimeZone beirut("Asia/Beirut");  // back from 24:00 to 23:00
  EXPECT_EQ(Day("2025-10-26", DayEdge::kStart), "2025-10-25T22:00:00.000Z");
}

TEST(LocalDay, ThatTheCalendarLeavesOutIsEmpty) {
  const TimeZone apia("Pacific/Apia");  // 29 December was followed by 31 December
  EXPECT_EQ(Day("2011-12-30", DayEdge::kStart), Day("2011-12-30", DayEdge::kEnd));
  EXPECT_EQ(Day("2011-12-29", DayEdge::kEnd), "2011-12-30T10:00:00.000Z");
}

TEST(LocalDay, FollowsTheOneBeforeInEveryZoneThatIsOdd) {
  using std::chrono::days;
  for (const char* name :
       {"America/Havana", "Atlantic/Azores", "Asia/Beirut", "Africa/Cairo", "America/Asuncion",
        "Australia/Lord_Howe", "Pacific/Chatham", "America/Nuuk", "Europe/Moscow"}) {
    const TimeZone zone(name);
    for (std::chrono::sys_days day = std::chrono::year(2024) / 1 / 1; day < std::chrono::year(2026) / 1 / 1;
         day += days(1)) {
      const auto text = [](std::chrono::sys_days d) { return FormatRfc3339(Instant(d)).substr(0, 10); };
      const Instant start = *ParseLocalDay(text(day), DayEdge::kStart);
      ASSERT_EQ(*ParseLocalDay(text(day), DayEdge::kEnd),
                *ParseLocalDay(text(day + days(1)), DayEdge::kStart))
          << name << " " << text(day);
      ASSERT_EQ(LocalDay(start), text(day)) << name;
      ASSERT_NE(LocalDay(start - milliseconds(1)), text(day)) << name;
    }
  }
}

TEST(LocalDay, RefusesWhatIsNotACalendarDay) {
  for (const std::string_view text :
       {"", "2025-02-29", "2025-1-15", "2025-01-15T", "15.01.2025", "2025-00-10", "2025-01-32"}) {
    EXPECT_FALSE(ParseLocalDay(text, DayEdge::kStart)) << text;
  }
}

TEST(FakeClock, MovesBothClocksTogetherOnlyWhenTold) {
  FakeClock clock;
  const Instant wall = clock.Now();
  const Steady steady = clock.SteadyNow();
  clock.Advance(hours(2));
  EXPECT_EQ(clock.Now() - wall, hours(2));
  EXPECT_EQ(clock.SteadyNow() - steady, hours(2));
}
}  // namespace
}  // namespace vss
