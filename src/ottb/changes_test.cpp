#include "ottb/changes.hpp"

#include <gtest/gtest.h>

namespace vss::ottb {
TEST(Changes, NamesWhatDiffersWithBothValues) {
  const json::object before{{"a", 1}, {"b", "same"}, {"free", 3}, {"updated_at", "then"}};
  const json::object after{{"a", nullptr}, {"b", "same"}, {"c", true}, {"free", 4}, {"updated_at", "now"}};
  EXPECT_EQ(Changes(before, after),
            json::object({{"a", {{"from", 1}, {"to", nullptr}}}, {"c", {{"from", nullptr}, {"to", true}}}}));
}
}  // namespace vss::ottb
