#include "point/auth/token_cache.hpp"

#include <gtest/gtest.h>

namespace vss::point {
namespace {
jwt::Claims ClaimsOf(std::string subject) { return {.subject = std::move(subject)}; }

TEST(TokenCache, ForgetsTheLeastRecentlyUsedWhenFull) {
  TokenCache cache(2);
  cache.Put("a", ClaimsOf("alice"));
  cache.Put("b", ClaimsOf("bob"));
  ASSERT_NE(cache.Find("a"), nullptr);
  cache.Put("c", ClaimsOf("carol"));
  EXPECT_EQ(cache.Find("b"), nullptr);
  ASSERT_NE(cache.Find("a"), nullptr);
  EXPECT_EQ(cache.Find("a")->subject, "alice");
  ASSERT_NE(cache.Find("c"), nullptr);
  EXPECT_EQ(cache.Find("c")->subject, "carol");
}
}  // namespace
}  // namespace vss::point
