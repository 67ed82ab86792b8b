#include "sip/b2bua/trunk_gate.hpp"

#include <gtest/gtest.h>

namespace vss::sip {
namespace {
using std::chrono::milliseconds;
using namespace std::chrono_literals;

TEST(TrunkGate, LetsEverybodyInWithoutLimits) {
  TrunkGate gate({});
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(gate.Enter(0ms), 0ms);
  EXPECT_EQ(gate.inside(), 1000);
}

TEST(TrunkGate, SpreadsABurstInsideTheSecond) {
  TrunkGate gate({.calls_per_second = 10});
  EXPECT_EQ(gate.Enter(5000ms), 0ms);
  EXPECT_EQ(gate.Enter(5000ms), 100ms);
  EXPECT_EQ(gate.Enter(5000ms), 200ms);
  EXPECT_EQ(gate.Enter(5250ms), 50ms);
}

TEST(TrunkGate, DoesNotSaveUpTurnsThatNobodyTook) {
  TrunkGate gate({.calls_per_second = 10});
  EXPECT_EQ(gate.Enter(0ms), 0ms);
  EXPECT_EQ(gate.Enter(60'000ms), 0ms);
  EXPECT_EQ(gate.Enter(60'000ms), 100ms);
}

TEST(TrunkGate, RefusesWhoWouldWaitTooLong) {
  TrunkGate gate({.calls_per_second = 1, .longest_wait = 2s});
  EXPECT_EQ(gate.Enter(0ms), 0ms);
  EXPECT_EQ(gate.Enter(0ms), 1000ms);
  EXPECT_EQ(gate.Enter(0ms), 2000ms);
  EXPECT_EQ(gate.Enter(0ms), std::nullopt);
  EXPECT_EQ(gate.inside(), 3) << "who was refused holds no place";
}

TEST(TrunkGate, HoldsConcurrentCallsToTheirNumber) {
  TrunkGate gate({.concurrent = 2});
  EXPECT_TRUE(gate.Enter(0ms));
  EXPECT_TRUE(gate.Enter(0ms));
  EXPECT_FALSE(gate.Enter(0ms));
  gate.Leave();
  EXPECT_TRUE(gate.Enter(0ms));
}
}  // namespace
}  // namespace vss::sip
