#include "workspace/reports/series.hpp"

#include <gmock/gmock.h>

namespace vss::reports {
namespace {
using testing::ElementsAre;
constexpr std::chrono::minutes kMinute{1};
constexpr Instant kStart{std::chrono::milliseconds(1'760'000'000'000)};

TEST(Series, TellsNoCallsFromNobodyThere) {
  const std::vector<RunPeriod> runs = {{kStart - kMinute, kStart + 90 * std::chrono::seconds(1)},
                                       {kStart + 4 * kMinute, kStart + 4 * kMinute}};
  const Series series = MakeSeries(kStart, kMinute, {0, 3, 0, 0, 0}, runs);
  EXPECT_THAT(series.calls, ElementsAre(0, 3, std::nullopt, std::nullopt, 0));
}

TEST(Series, NeverLosesACallThatWas) {
  EXPECT_THAT(MakeSeries(kStart, kMinute, {0, 2}, {}).calls, ElementsAre(std::nullopt, 2));
}
}  // namespace
}  // namespace vss::reports
