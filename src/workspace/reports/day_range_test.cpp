#include "workspace/reports/day_range.hpp"

#include <gmock/gmock.h>

#include "base/local_time.hpp"

namespace vss::reports {
namespace {
using testing::UnorderedElementsAre;
constexpr auto kAdd = Segment::Sign::kAdd;
constexpr auto kSubtract = Segment::Sign::kSubtract;

TEST(Cover, TakesDaysWithinAMonth) {
  EXPECT_THAT(Cover({"2026-01-03", "2026-01-03"}),
              UnorderedElementsAre(Segment{TotalSpan::kDay, "2026-01-03", "2026-01-03", kAdd}));
}

TEST(Cover, TakesWholeMonths) {
  EXPECT_THAT(Cover({"2025-01-01", "2025-12-31"}),
              UnorderedElementsAre(Segment{TotalSpan::kMonth, "2025-01", "2025-12", kAdd}));
}

TEST(Cover, AddsFewDaysAndTakesAwayFew) {
  EXPECT_THAT(Cover({"2025-01-30", "2025-03-29"}),
              UnorderedElementsAre(Segment{TotalSpan::kDay, "2025-01-30", "2025-01-31", kAdd},
                                   Segment{TotalSpan::kDay, "2025-03-30", "2025-03-31", kSubtract},
                                   Segment{TotalSpan::kMonth, "2025-02", "2025-03", kAdd}));
}

// Every range of two years counts each of its days once, and no other.
TEST(Cover, CountsEachDayOnce) {
  for (int from = 0; from < 400; from += 7) {
    for (int length = 0; length < 400; length += 11) {
      const DayRange range{AddDays("2024-01-01", from), AddDays("2024-01-01", from + length)};
      std::map<std::string, int> counted;
      int days = 0;
      for (const Segment& segment : Cover(range)) {
        const bool months = segment.span == TotalSpan::kMonth;
        std::string day = months ? segment.first + "-01" : segment.first;
        for (; months ? day.substr(0, 7) <= segment.last : day <= segment.last; day = AddDays(day, 1)) {
          counted[day] += segment.sign == kAdd ? 1 : -1;
          if (!months) ++days;
        }
      }
      std::erase_if(counted, [](const auto& item) { return item.second == 0; });
      ASSERT_EQ(counted.size(), static_cast<std::size_t>(length) + 1) << range.first << " " << range.last;
      EXPECT_EQ(counted.begin()->first, range.first);
      EXPECT_EQ(counted.rbegin()->first, range.last);
      for (const auto& [day, times] : counted) ASSERT_EQ(times, 1) << day;
      EXPECT_LE(days, 31);
    }
  }
}
}  // namespace
}  // namespace vss::reports
