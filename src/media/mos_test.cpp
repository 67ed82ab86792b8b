#include "media/mos.hpp"

#include <gtest/gtest.h>

namespace vss::media {
namespace {
struct MosCase {
  double loss_pct, delay_ms, rating, mos;
};

// Worked by hand from G.107: Ie,eff = 95·p/(p+25.1); Idd of (3-27).
TEST(Mos, FollowsTheEModel) {
  for (const MosCase& c :
       {MosCase{0, 20, 93.2, 4.41}, MosCase{1, 20, 89.56, 4.33}, MosCase{5, 20, 77.42, 3.92},
        MosCase{20, 20, 51.07, 2.63}, MosCase{0, 100, 93.2, 4.41}}) {
    const double rating = RatingR({.loss_pct = c.loss_pct, .one_way_delay_ms = c.delay_ms});
    EXPECT_NEAR(rating, c.rating, 0.01) << c.loss_pct << " %";
    EXPECT_NEAR(MosOf(rating), c.mos, 0.01) << c.loss_pct << " %";
  }
}

TEST(Mos, DelayBeyondAHundredMillisecondsCosts) {
  const auto rating = [](double delay) { return RatingR({.one_way_delay_ms = delay}); };
  EXPECT_GT(rating(150), 92.5);
  EXPECT_NEAR(93.2 - rating(400), 24.0, 1.0);  // G.114's curve: about 24 at 400 ms
  EXPECT_GT(rating(300), rating(400));
}

TEST(Mos, StaysWithinItsScale) {
  EXPECT_EQ(MosOf(-10), 1);
  EXPECT_EQ(MosOf(3), 1);
  EXPECT_EQ(MosOf(120), 4.5);
  EXPECT_GE(MosOf(RatingR({.loss_pct = 250, .one_way_delay_ms = 1e6})), 1);
}
}  // namespace
}  // namespace vss::media
