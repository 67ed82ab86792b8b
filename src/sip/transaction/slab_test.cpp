#include "sip/transaction/slab.hpp"

#include <gtest/gtest.h>

#include <string>

namespace vss::sip {
namespace {

TEST(Slab, NeverReusesAnIdThoughItReusesThePlace) {
  Slab<std::string> slab;
  const auto first = slab.Add("a");
  EXPECT_NE(first, 0U);
  slab.Remove(first);
  const auto second = slab.Add("b");
  EXPECT_NE(first, second);
  EXPECT_EQ(static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(second));
  EXPECT_EQ(slab.Find(first), nullptr);
  ASSERT_NE(slab.Find(second), nullptr);
  EXPECT_EQ(*slab.Find(second), "b");
}

TEST(Slab, KeepsObjectsInPlaceWhileOthersCome) {
  Slab<int> slab;
  const auto id = slab.Add(7);
  int* const at = slab.Find(id);
  for (int i = 0; i < 10'000; ++i) slab.Add(i);
  EXPECT_EQ(slab.Find(id), at);
  EXPECT_EQ(*at, 7);
}

TEST(Slab, FindsNothingUnderForeignIds) {
  Slab<int> slab;
  const auto id = slab.Add(7);
  EXPECT_EQ(slab.Find(0), nullptr);
  EXPECT_EQ(slab.Find(id + 1), nullptr);
  EXPECT_EQ(slab.Find(~std::uint64_t{0}), nullptr);
  slab.Remove(id);
  slab.Remove(id);
  EXPECT_EQ(slab.size(), 0U);
}
}  // namespace
}  // namespace vss::sip
