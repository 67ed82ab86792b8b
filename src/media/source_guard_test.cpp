#include "media/source_guard.hpp"

#include <gtest/gtest.h>

namespace vss::media {
namespace {
using namespace std::chrono_literals;
using boost::asio::ip::make_address;
using boost::asio::ip::udp;
using V = SourceGuard::Verdict;

udp::endpoint At(const char* address, std::uint16_t port) { return {make_address(address), port}; }
const auto kPeer = At("192.0.2.1", 4000), kOtherPort = At("192.0.2.1", 4002),
           kMedia = At("198.51.100.7", 6000), kThief = At("203.0.113.9", 4000);

struct GuardTest : testing::Test {
  FakeClock clock;
  SourceGuard guard;
  V Check(const udp::endpoint& from, std::uint32_t ssrc = 1) {
    return guard.Check(from, ssrc, clock.SteadyNow());
  }
  void Signal(Peer::Source source) {
    Peer peer{.rtp = kPeer, .rtcp = At("192.0.2.1", 4001), .source = source};
    if (source == Peer::Source::kNetworks) peer.networks = {Network::Parse("198.51.100.0/24").value()};
    guard.Signal(peer);
  }
  /// Packets of one source, one each 20 ms; the verdict on the last.
  V Run(const udp::endpoint& from, std::uint32_t ssrc, int packets) {
    V last = V::kForeign;
    for (int n = 0; n < packets; ++n) {
      clock.Advance(20ms);
      last = Check(from, ssrc);
    }
    return last;
  }
};

TEST_F(GuardTest, TakesNothingBeforeAPeerIsSignalled) { EXPECT_EQ(Check(kPeer), V::kForeign); }

TEST_F(GuardTest, StrictTakesOnlyTheSignalledAddressAndPort) {
  Signal(Peer::Source::kStrict);
  EXPECT_EQ(Check(kThief), V::kForeign);
  EXPECT_EQ(Check(kOtherPort), V::kForeign);
  EXPECT_EQ(Check(kPeer), V::kNewSource);
  EXPECT_EQ(Check(kPeer), V::kAccept);
  clock.Advance(1h);
  EXPECT_EQ(Check(kOtherPort), V::kForeign);
  EXPECT_EQ(guard.rtp_target(), kPeer);
}

TEST_F(GuardTest, WaitsForTheFirstPacketHoweverLateItComes) {
  Signal(Peer::Source::kSameHost);
  clock.Advance(10min);
  EXPECT_EQ(Check(kThief), V::kForeign);
  EXPECT_EQ(Check(kOtherPort), V::kNewSource);
  EXPECT_EQ(guard.rtp_target(), kOtherPort);
  EXPECT_EQ(guard.rtcp_target(), At("192.0.2.1", 4003));
  EXPECT_EQ(Check(kPeer), V::kForeign) << "one source at a time";
  EXPECT_EQ(Check(kThief), V::kForeign);
}

TEST_F(GuardTest, FollowsASilentSourceToAnotherPortOfItsAddress) {
  Signal(Peer::Source::kSameHost);
  Run(kPeer, 1, 10);
  clock.Advance(900ms);
  EXPECT_EQ(Check(kOtherPort), V::kForeign) << "a pause between two words";
  clock.Advance(100ms);
  EXPECT_EQ(Check(kThief), V::kForeign) << "another address never";
  EXPECT_EQ(Check(kOtherPort), V::kAccept);
  EXPECT_EQ(guard.rtp_target(), kOtherPort);
  EXPECT_EQ(Check(kPeer), V::kForeign);
}

TEST_F(GuardTest, TakesTheFirstPacketFromAListedNetworkAndStaysWithItsAddress) {
  Signal(Peer::Source::kNetworks);
  EXPECT_EQ(guard.rtp_target(), kPeer) << "where the description says, until something comes";
  EXPECT_EQ(Check(kThief), V::kForeign);
  EXPECT_EQ(Check(kMedia), V::kNewSource);
  EXPECT_EQ(guard.rtp_target(), kMedia);
  EXPECT_EQ(Check(kPeer), V::kForeign);
  clock.Advance(1min);
  EXPECT_EQ(Check(At("198.51.100.8", 6000)), V::kForeign) << "in the list, but another address";
  EXPECT_EQ(Check(At("198.51.100.7", 6002)), V::kAccept);
}

TEST_F(GuardTest, OfAListTheSignalledAddressIsAsGood) {
  Signal(Peer::Source::kNetworks);
  EXPECT_EQ(Check(kOtherPort), V::kNewSource);
  EXPECT_EQ(Check(kMedia), V::kForeign);
}

TEST_F(GuardTest, KeepsItsSourceWhenTheSameAddressIsSignalledAgain) {
  Signal(Peer::Source::kSameHost);
  Check(kOtherPort);
  Signal(Peer::Source::kSameHost);
  EXPECT_EQ(guard.rtp_target(), kOtherPort);
  EXPECT_EQ(Check(kPeer), V::kForeign);
}

TEST_F(GuardTest, KeepsItsSourceOverAHoldByTheUnspecifiedAddress) {
  Signal(Peer::Source::kSameHost);
  Check(kOtherPort);
  guard.Signal({.rtp = At("0.0.0.0", 0), .source = Peer::Source::kSameHost, .networks = {}});
  Signal(Peer::Source::kSameHost);
  EXPECT_EQ(guard.rtp_target(), kOtherPort);
  guard.Signal({.rtp = kMedia, .source = Peer::Source::kSameHost, .networks = {}});
  EXPECT_EQ(guard.rtp_target(), kMedia) << "another address is another peer";
}

TEST_F(GuardTest, ARunningSourceIsNotTakenOverByAnotherSsrc) {
  Signal(Peer::Source::kSameHost);
  Check(kPeer, 1);
  for (int n = 0; n < 50; ++n) {  // an attacker that sends ten times as much
    clock.Advance(20ms);
    EXPECT_EQ(Check(kPeer, 1), V::kAccept);
    for (int forged = 0; forged < 10; ++forged) EXPECT_EQ(Check(kPeer, 2), V::kForeign);
  }
}

TEST_F(GuardTest, ASourceThatChangesItsSsrcLosesNoMoreThan40Ms) {
  Signal(Peer::Source::kStrict);
  Run(kPeer, 1, 10);
  EXPECT_EQ(Run(kPeer, 2, 2), V::kForeign);
  EXPECT_EQ(Run(kPeer, 2, 1), V::kNewSource);
  EXPECT_EQ(Run(kPeer, 2, 1), V::kAccept);
}

TEST_F(GuardTest, AfterAPauseAnotherSsrcIsTakenAtOnce) {
  Signal(Peer::Source::kStrict);
  Check(kPeer, 1);
  clock.Advance(500ms);
  EXPECT_EQ(Check(kPeer, 2), V::kNewSource);
  EXPECT_EQ(Check(kPeer, 1), V::kForeign);
}

TEST_F(GuardTest, RtcpComesFromItsPortWithThePinnedSsrcAndMovesNothing) {
  Signal(Peer::Source::kStrict);
  Check(kPeer, 1);
  EXPECT_TRUE(guard.TakesRtcp(At("192.0.2.1", 4001), 1));
  EXPECT_FALSE(guard.TakesRtcp(At("192.0.2.1", 4001), 2));
  EXPECT_FALSE(guard.TakesRtcp(At("192.0.2.1", 7777), 1));
  EXPECT_FALSE(guard.TakesRtcp(kThief, 1));
  EXPECT_EQ(guard.rtp_target(), kPeer);
}

TEST_F(GuardTest, RtcpOfAPeerBehindNatComesFromAnyPortOfItsAddress) {
  Signal(Peer::Source::kSameHost);
  EXPECT_TRUE(guard.TakesRtcp(At("192.0.2.1", 7777), 1));
  EXPECT_FALSE(guard.TakesRtcp(kThief, 1));
  EXPECT_EQ(guard.rtp_target(), kPeer) << "RTCP does not latch";
}

TEST_F(GuardTest, KnowsItsSourceWithoutMoving) {
  Signal(Peer::Source::kSameHost);
  EXPECT_FALSE(guard.IsSource(kOtherPort, 1));
  Check(kOtherPort, 1);
  EXPECT_TRUE(guard.IsSource(kOtherPort, 1));
  EXPECT_FALSE(guard.IsSource(kOtherPort, 2));
  EXPECT_FALSE(guard.IsSource(kPeer, 1));
}
}  // namespace
}  // namespace vss::media
