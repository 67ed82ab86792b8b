#include "media/source_guard.hpp"

#include <gtest/gtest.h>

namespace vss::media {
namespace {
using namespace std::chrono_literals;
using boost::asio::ip::make_address;
using boost::asio::ip::udp;
using V = SourceGuard::Verdict;

udp::endpoint At(const char* address, std::uint16_t port) { return {make_address(address), port}; }
const auto kPeer = At("192.0.2.1", 4000), kOtherPort = At("192.0.2.1", 4002), kNat = At("198.51.100.7", 6000),
           kThief = At("203.0.113.9", 4000);

Peer Signalled(Peer::Source source) {
  Peer peer{.rtp = kPeer, .rtcp = At("192.0.2.1", 4001), .source = source};
  if (source == Peer::Source::kLatch) peer.nat_address = kNat.address();
  return peer;
}

struct GuardTest : testing::Test {
  FakeClock clock;
  SourceGuard guard{500ms};
  V Check(const udp::endpoint& from, std::uint32_t ssrc = 1) {
    return guard.Check(from, ssrc, clock.SteadyNow());
  }
  void Signal(Peer::Source source) { guard.Signal(Signalled(source), clock.SteadyNow()); }
};

TEST_F(GuardTest, TakesNothingBeforeAPeerIsSignalled) { EXPECT_EQ(Check(kPeer), V::kForeign); }

TEST_F(GuardTest, TakesOnlyTheSignalledAddressAndPort) {
  Signal(Peer::Source::kSignalled);
  EXPECT_EQ(Check(kThief), V::kForeign);
  EXPECT_EQ(Check(kOtherPort), V::kForeign);
  EXPECT_EQ(Check(kPeer), V::kNewSource);
  EXPECT_EQ(Check(kPeer), V::kAccept);
  EXPECT_EQ(guard.rtp_target(), kPeer);
}

TEST_F(GuardTest, LatchesOnceWithinTheWindowToWhereTheSipCameFrom) {
  Signal(Peer::Source::kLatch);
  clock.Advance(400ms);
  EXPECT_EQ(Check(kThief), V::kForeign);
  EXPECT_EQ(Check(kNat), V::kNewSource);
  EXPECT_EQ(guard.rtp_target(), kNat);
  EXPECT_EQ(guard.rtcp_target(), At("198.51.100.7", 6001));
  EXPECT_EQ(Check(kPeer), V::kForeign) << "one latch only";
  EXPECT_EQ(Check(At("198.51.100.7", 6002)), V::kForeign);
}

TEST_F(GuardTest, LatchesToAnotherPortOfTheSignalledAddress) {
  Signal(Peer::Source::kLatch);
  EXPECT_EQ(Check(kOtherPort), V::kNewSource);
  EXPECT_EQ(guard.rtp_target(), kOtherPort);
}

TEST_F(GuardTest, AfterTheWindowOnlyTheSignalledAddressIsLeft) {
  Signal(Peer::Source::kLatch);
  clock.Advance(501ms);
  EXPECT_EQ(Check(kNat), V::kForeign);
  EXPECT_EQ(Check(kPeer), V::kNewSource);
  EXPECT_EQ(guard.rtp_target(), kPeer);
}

TEST_F(GuardTest, KeepsItsLatchWhenTheSameAddressIsSignalledAgain) {
  Signal(Peer::Source::kLatch);
  Check(kNat);
  Signal(Peer::Source::kLatch);
  EXPECT_EQ(guard.rtp_target(), kNat);
  EXPECT_EQ(Check(kPeer), V::kForeign);
}

TEST_F(GuardTest, ARunningSourceIsNotTakenOverByAnotherSsrc) {
  Signal(Peer::Source::kSignalled);
  Check(kPeer, 1);
  clock.Advance(20ms);
  EXPECT_EQ(Check(kPeer, 2), V::kForeign);
  clock.Advance(480ms);
  EXPECT_EQ(Check(kPeer, 2), V::kNewSource) << "the first has been silent for half a second";
  EXPECT_EQ(Check(kPeer, 1), V::kForeign);
}

TEST_F(GuardTest, RtcpComesFromTheSignalledPortWithThePinnedSsrcAndMovesNothing) {
  Signal(Peer::Source::kLatch);
  EXPECT_FALSE(guard.TakesRtcp(kNat, 1)) << "RTCP does not latch";
  EXPECT_TRUE(guard.TakesRtcp(At("192.0.2.1", 4001), 1));
  Check(kNat, 1);
  EXPECT_TRUE(guard.TakesRtcp(At("198.51.100.7", 7777), 1));
  EXPECT_FALSE(guard.TakesRtcp(At("198.51.100.7", 7777), 2));
  EXPECT_FALSE(guard.TakesRtcp(kThief, 1));
}
}  // namespace
}  // namespace vss::media
