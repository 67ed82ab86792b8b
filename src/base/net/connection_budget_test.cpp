#include "base/net/connection_budget.hpp"

#include <gtest/gtest.h>

namespace vss {
namespace {
using boost::asio::ip::make_address;

TEST(ConnectionBudget, BoundsTheTotalAndEachSource) {
  ConnectionBudget budget({.total = 3, .per_source = 2});
  const auto one = make_address("192.0.2.1"), other = make_address("192.0.2.2");
  EXPECT_TRUE(budget.Take(one));
  EXPECT_TRUE(budget.Take(one));
  EXPECT_FALSE(budget.Take(one)) << "its own are used up";
  EXPECT_TRUE(budget.Take(other));
  EXPECT_FALSE(budget.Take(make_address("192.0.2.3"))) << "all are";
  budget.Give(one);
  EXPECT_TRUE(budget.Take(make_address("192.0.2.3")));
  EXPECT_FALSE(budget.Take(other));
}

TEST(ConnectionBudget, CountsOnlyTheTotalForProxiesOfOurs) {
  const auto proxy = make_address("192.0.2.1");
  ConnectionBudget budget({.total = 3, .per_source = 1, .trusted = {proxy}});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(budget.Take(proxy));
  EXPECT_FALSE(budget.Take(proxy));
}

TEST(ConnectionBudget, GivesAPlaceBackWithItsLastHolder) {
  const auto budget = std::make_shared<ConnectionBudget>(ConnectionBudget::Limits{.total = 1});
  const auto peer = make_address("192.0.2.1");
  auto place = TakePlace(budget, peer), other = place;
  EXPECT_TRUE(place);
  EXPECT_FALSE(TakePlace(budget, peer));
  place.reset();
  EXPECT_FALSE(TakePlace(budget, peer));
  other.reset();
  EXPECT_TRUE(TakePlace(budget, peer));
}

TEST(ConnectionBudget, CountsAnIpv6NetworkOfOneHostAsOneSource) {
  ConnectionBudget budget({.total = 10, .per_source = 1});
  EXPECT_TRUE(budget.Take(make_address("2001:db8::1")));
  EXPECT_FALSE(budget.Take(make_address("2001:db8::ffff:2")));
  EXPECT_TRUE(budget.Take(make_address("2001:db8:0:1::1")));
  EXPECT_TRUE(budget.Take(make_address("::ffff:192.0.2.1")));
  EXPECT_FALSE(budget.Take(make_address("192.0.2.1"))) << "the same peer";
}
}  // namespace
}  // namespace vss
