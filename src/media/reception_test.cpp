#include "media/reception.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace vss::media {
namespace {
using ReceptionVerdict = Reception::Verdict;

struct ReceptionCase {
  const char* name;
  std::vector<std::uint16_t> sequences;
  std::uint64_t received, lost, duplicates, reordered;
};

class ReceptionTable : public testing::TestWithParam<ReceptionCase> {};

TEST_P(ReceptionTable, Counts) {
  Reception reception;
  for (const auto sequence : GetParam().sequences) reception.Add(sequence);
  EXPECT_EQ(reception.received(), GetParam().received);
  EXPECT_EQ(reception.Lost(), GetParam().lost);
  EXPECT_EQ(reception.duplicates(), GetParam().duplicates);
  EXPECT_EQ(reception.reordered(), GetParam().reordered);
}

INSTANTIATE_TEST_SUITE_P(Rfc3550A1, ReceptionTable,
                         testing::Values(ReceptionCase{"nothing", {}, 0, 0, 0, 0},
                                         ReceptionCase{"in_order", {10, 11, 12}, 3, 0, 0, 0},
                                         ReceptionCase{"one_lost", {10, 12}, 2, 1, 0, 0},
                                         ReceptionCase{"swapped", {10, 12, 11, 13}, 4, 0, 0, 1},
                                         ReceptionCase{"twice", {10, 11, 11, 12}, 3, 0, 1, 0},
                                         ReceptionCase{"first_twice", {10, 10, 11}, 2, 0, 1, 0},
                                         ReceptionCase{"late_twice", {10, 12, 11, 11}, 3, 0, 1, 1},
                                         ReceptionCase{"across_the_wrap", {65'534, 65'535, 0, 2}, 4, 1, 0, 0},
                                         ReceptionCase{"swapped_at_the_wrap", {65'535, 1, 0, 2}, 4, 0, 0, 1},
                                         ReceptionCase{"one_stray", {10, 11, 40'000, 12}, 3, 0, 0, 0},
                                         ReceptionCase{
                                             "restart", {10, 12, 40'000, 40'001, 40'002}, 4, 1, 0, 0}),
                         [](const auto& info) { return info.param.name; });

TEST(Reception, AStrayIsTakenOnlyWhenAnotherFollowsIt) {
  Reception reception;
  reception.Add(10);
  EXPECT_EQ(reception.Add(40'000), ReceptionVerdict::kStray);
  EXPECT_EQ(reception.Add(11), ReceptionVerdict::kNew);
  EXPECT_EQ(reception.Add(40'001), ReceptionVerdict::kStray) << "the one before it came between";
  EXPECT_EQ(reception.Add(40'002), ReceptionVerdict::kNew);
}

TEST(Reception, FractionIsOfTheTimeSinceTheLastReport) {
  // RFC 3550 A.3.
  Reception reception;
  for (std::uint16_t n = 0; n < 100; ++n)
    if (n % 4 != 1) reception.Add(n);
  EXPECT_EQ(reception.TakeFractionLost(), 64);
  for (std::uint16_t n = 100; n < 200; ++n) reception.Add(n);
  EXPECT_EQ(reception.TakeFractionLost(), 0);
  EXPECT_EQ(reception.TakeFractionLost(), 0) << "nothing was expected";
}

TEST(Reception, CountsDuplicatesAgainstLossOnlyForRtcp) {
  Reception reception;
  for (const std::uint16_t n : {1, 2, 2, 4}) reception.Add(n);
  EXPECT_EQ(reception.Lost(), 1U);
  EXPECT_EQ(reception.CumulativeLost(), 0);  // RFC 3550 §6.4.1
}

TEST(Reception, JitterFollowsTheFormula) {
  // A.8: a steady stream has none; alternating by ±80 units converges to 160, the mean difference.
  Reception steady, shaken;
  for (std::uint32_t n = 0; n < 500; ++n) {
    steady.MeasureJitter(n * 160, 1000 + n * 160);
    shaken.MeasureJitter(n * 160, 1000 + n * 160 + (n % 2 == 0 ? 0 : 160));
  }
  EXPECT_EQ(steady.jitter(), 0U);
  EXPECT_NEAR(shaken.jitter(), 160, 1);
}

TEST(Reception, ExtendedNumberCountsCycles) {
  Reception reception;
  reception.Add(65'535);
  reception.Add(0);
  EXPECT_EQ(reception.extended_highest(), 0x1'0000U);
  EXPECT_EQ(reception.expected(), 2U);
}
}  // namespace
}  // namespace vss::media
