#include "point/auth/login_throttle.hpp"

#include <gtest/gtest.h>

namespace vss::point {
namespace {
using std::chrono::minutes;
using std::chrono::seconds;
using enum LoginThrottle::Familiarity;

class LoginThrottleTest : public testing::Test {
 protected:
  FakeClock clock;
  LoginThrottle throttle{{}, clock};

  void Fail(std::string_view account, std::string_view address, int times = 1) {
    for (int i = 0; i < times; ++i) throttle.Begin(account, address).Fail();
  }
  std::int64_t Wait(std::string_view account, std::string_view address,
                    LoginThrottle::Familiarity familiarity = kUnknown) {
    return throttle.Wait(account, address, familiarity).value_or(seconds(0)).count();
  }
};

TEST_F(LoginThrottleTest, LetsTheFreeFailuresPassAndThenLocks) {
  Fail("alice", "192.0.2.1", 4);
  EXPECT_EQ(Wait("alice", "192.0.2.1"), 0);
  Fail("alice", "192.0.2.1");
  EXPECT_EQ(Wait("alice", "192.0.2.1"), 30);
  EXPECT_EQ(Wait("ALICE", "192.0.2.1"), 30);
  EXPECT_EQ(Wait("bob", "192.0.2.1"), 0);
  EXPECT_EQ(Wait("alice", "192.0.2.2"), 0);
}

TEST_F(LoginThrottleTest, AfterALockOneAttemptAtATimeIsAllowed) {
  Fail("alice", "192.0.2.1", 5);
  clock.Advance(seconds(30));
  const auto attempt = throttle.Begin("alice", "192.0.2.1");
  EXPECT_EQ(Wait("alice", "192.0.2.1"), 1);
}

TEST_F(LoginThrottleTest, ABurstOfParallelGuessesIsBounded) {
  std::vector<std::unique_ptr<LoginThrottle::Attempt>> burst;
  while (Wait("alice", "192.0.2.1") == 0) {
    burst.push_back(std::make_unique<LoginThrottle::Attempt>(throttle, "alice", "192.0.2.1"));
    ASSERT_LE(burst.size(), 16);
  }
  for (const auto& attempt : burst) attempt->Fail();
  burst.clear();
  EXPECT_EQ(Wait("alice", "192.0.2.1"), 900);
}

TEST_F(LoginThrottleTest, ForgetsAfterAnHourWithoutFailures) {
  Fail("alice", "192.0.2.1", 5);
  clock.Advance(minutes(61));
  Fail("alice", "192.0.2.1", 4);
  EXPECT_EQ(Wait("alice", "192.0.2.1"), 0);
}

TEST_F(LoginThrottleTest, SuccessKeepsWhatOtherAddressesDid) {
  for (int i = 0; i < 50; ++i) Fail("alice", fmt::format("198.51.100.{}", i));
  EXPECT_EQ(Wait("alice", "203.0.113.1"), 60);
  throttle.Begin("alice", "192.0.2.1").Succeed();
  EXPECT_EQ(Wait("alice", "203.0.113.1"), 60);
  EXPECT_EQ(Wait("alice", "192.0.2.1", kKnownAddress), 0);
}

TEST_F(LoginThrottleTest, SlowsOneAddressThatTriesManyAccounts) {
  for (int i = 0; i < 100; ++i) Fail(fmt::format("user{}", i), "192.0.2.1");
  EXPECT_EQ(Wait("somebody-else", "192.0.2.1", kKnownAddress), 30);
  EXPECT_EQ(Wait("somebody-else", "192.0.2.2"), 0);
}

TEST_F(LoginThrottleTest, AnIpv6NetworkCountsAsOneAddress) {
  Fail("alice", "2001:db8:1:2::1", 5);
  EXPECT_EQ(Wait("alice", "2001:db8:1:2:ffff::9"), 30);
  EXPECT_EQ(Wait("alice", "2001:db8:1:3::1"), 0);
  EXPECT_EQ(ThrottleNetwork("::ffff:192.0.2.1"), "192.0.2.1");
}

TEST_F(LoginThrottleTest, KeepsNoMoreRecordsThanItMay) {
  LoginThrottle small({.max_records = 30}, clock);
  for (int i = 0; i < 100; ++i) small.Begin(fmt::format("user{}", i), "192.0.2.1").Fail();
  EXPECT_LE(small.size(), 30);
  // The address was touched with every attempt, so it is still known.
  EXPECT_EQ(small.Wait("anybody", "192.0.2.1", kKnownAddress), seconds(30));
}

TEST_F(LoginThrottleTest, SuccessesLeaveNoRecordBehind) {
  for (int i = 0; i < 10; ++i) throttle.Begin(fmt::format("user{}", i), "192.0.2.1").Succeed();
  EXPECT_EQ(throttle.size(), 0);
}

TEST_F(LoginThrottleTest, RestoresWhatAFailureGaveToStore) {
  std::vector<ThrottleRecord> stored;
  for (int i = 0; i < 5; ++i) stored = throttle.Begin("alice", "192.0.2.1").Fail();
  LoginThrottle restarted({}, clock);
  restarted.Restore(stored);
  EXPECT_EQ(restarted.Wait("alice", "192.0.2.1", kUnknown), seconds(30));
}

TEST_F(LoginThrottleTest, AClockThatIsSetBackDoesNotLockForLonger) {
  Fail("alice", "192.0.2.1", 5);
  clock.Set(clock.Now() - std::chrono::hours(24));
  EXPECT_EQ(Wait("alice", "192.0.2.1"), 900);
}
}  // namespace
}  // namespace vss::point
