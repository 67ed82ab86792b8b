#include "ottb/slots/number_pool.hpp"

#include <gtest/gtest.h>

namespace vss::ottb {
namespace {
using namespace std::chrono_literals;
constexpr NumberRange kThree{6001, 6003};
constexpr Instant kNow{1'000'000ms};
}  // namespace

TEST(NumberPool, StartsAtTheLowestNumber) { EXPECT_EQ(NextNumber(kThree, {}, 1h, kNow), 6001); }

TEST(NumberPool, FillsTheLowestGap) { EXPECT_EQ(NextNumber(kThree, {{6001, 6003}, {}}, 1h, kNow), 6002); }

TEST(NumberPool, LetsAReleasedNumberRest) {
  EXPECT_EQ(NextNumber(kThree, {{}, {{6001, kNow - 59min}}}, 1h, kNow), 6002);
}

TEST(NumberPool, ReusesANumberAtTheEndOfItsRest) {
  EXPECT_EQ(NextNumber(kThree, {{}, {{6001, kNow - 1h}}}, 1h, kNow), 6001);
}

TEST(NumberPool, SaysWhenTheNextNumberBecomesFree) {
  const auto next = NextNumber(kThree, {{6002}, {{6001, kNow - 10min}, {6003, kNow - 20min}}}, 1h, kNow);
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().next_free_at, kNow + 40min);
}

TEST(NumberPool, KnowsNoTimeWhenEveryNumberHasASlot) {
  const auto next = NextNumber(kThree, {{6001, 6002, 6003}, {}}, 1h, kNow);
  ASSERT_FALSE(next);
  EXPECT_FALSE(next.error().next_free_at);
}

TEST(NumberPool, IgnoresNumbersOfOtherRanges) {
  EXPECT_EQ(NextNumber(kThree, {{5001, 7001}, {{8001, kNow}}}, 1h, kNow), 6001);
}

TEST(TrunkTypes, HaveRangesThatDoNotOverlap) {
  for (const auto& a : kTrunkTypes) {
    EXPECT_LE(a.numbers.first, a.numbers.last) << a.name;
    for (const auto& b : kTrunkTypes) {
      if (a.type == b.type) continue;
      EXPECT_TRUE(a.numbers.last < b.numbers.first || b.numbers.last < a.numbers.first) << a.name << b.name;
    }
  }
}
}  // namespace vss::ottb
