#include "workspace/crm/rules.hpp"

#include <gtest/gtest.h>

namespace vss::crm {
namespace {
TEST(LeadRules, ContainsWhatReachesNoFurther) {
  const RowScope all, own{DataScope::kOwn, "u", {}}, others{DataScope::kOwn, "v", {}};
  const RowScope one{DataScope::kTeam, "u", {"a"}}, two{DataScope::kTeam, "u", {"a", "b"}};
  for (const RowScope& scope : {all, own, one, two}) {
    EXPECT_TRUE(Contains(scope, scope));
    EXPECT_TRUE(Contains(scope, own));
    EXPECT_TRUE(Contains(all, scope));
  }
  EXPECT_TRUE(Contains(two, one));
  EXPECT_FALSE(Contains(one, two));
  EXPECT_FALSE(Contains(own, one));
  EXPECT_FALSE(Contains(two, all));
  EXPECT_FALSE(Contains(two, others));
}
}  // namespace
}  // namespace vss::crm
