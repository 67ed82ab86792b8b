#include "base/timeline.hpp"

#include <gmock/gmock.h>

namespace vss {
namespace {
TEST(Timeline, KeepsOrderAndDurationsWhenTheClockIsSet) {
  for (const auto step : {std::chrono::hours(-1), std::chrono::hours(1), std::chrono::hours(9)}) {
    FakeClock clock;
    const Timeline times(clock);
    clock.Advance(std::chrono::milliseconds(1'500));
    clock.Set(clock.Now() + step);
    clock.Advance(std::chrono::milliseconds(2'000));
    EXPECT_EQ(times.Now(clock) - times.began(), std::chrono::milliseconds(3'500)) << step.count();
  }
}

TEST(ClockWatch, TellsOnceHowFarTheClockWasSet) {
  FakeClock clock;
  ClockWatch watch(clock);
  for (const auto step : {std::chrono::milliseconds(-3'600'000), std::chrono::milliseconds(9 * 3'600'000),
                          std::chrono::milliseconds(3'001)}) {
    clock.Advance(std::chrono::milliseconds(1'000));
    EXPECT_EQ(watch.Look(), std::nullopt);
    clock.Set(clock.Now() + step);
    EXPECT_EQ(watch.Look(), step);
    EXPECT_EQ(watch.Look(), std::nullopt);
  }
}

TEST(ClockWatch, PassesOverAClockThatIsSlewed) {
  FakeClock clock;
  ClockWatch watch(clock);
  for (int i = 0; i < 100; ++i) {
    clock.Advance(std::chrono::milliseconds(1'000));
    clock.Set(clock.Now() + std::chrono::milliseconds(500));
    EXPECT_EQ(watch.Look(), std::nullopt);
  }
}
}  // namespace
}  // namespace vss
