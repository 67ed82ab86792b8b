#include "adapters/pbx_embedded/local_address.hpp"

#include <gtest/gtest.h>

namespace vss::pbx_embedded {
namespace {
using boost::asio::ip::make_address;

TEST(LocalAddress, StaysOnLoopbackForPeersOnThisMachine) {
  EXPECT_EQ(LocalAddressFor(make_address("127.0.0.1"), make_address("0.0.0.0"), "203.0.113.9"), "127.0.0.1");
}

TEST(LocalAddress, SaysTheExternalAddressToEverybodyElse) {
  EXPECT_EQ(LocalAddressFor(make_address("198.51.100.7"), make_address("0.0.0.0"), "203.0.113.9"),
            "203.0.113.9");
}

// A phone in the same office would send its sound out of the NAT and back.
TEST(LocalAddress, KeepsTheExternalAddressFromPeersOnOurSideOfTheNat) {
  for (const char* peer : {"10.1.2.3", "172.16.0.1", "172.31.255.1", "192.168.1.9", "169.254.7.7", "fd00::7"})
    EXPECT_EQ(LocalAddressFor(make_address(peer), make_address("192.0.2.5"), "203.0.113.9"), "192.0.2.5")
        << peer;
  EXPECT_EQ(LocalAddressFor(make_address("172.32.0.1"), make_address("192.0.2.5"), "203.0.113.9"),
            "203.0.113.9");
}

TEST(LocalAddress, SaysWhereItListensWhenThatIsOneAddress) {
  EXPECT_EQ(LocalAddressFor(make_address("198.51.100.7"), make_address("192.0.2.5"), ""), "192.0.2.5");
}

// Addresses of ours change; whoever answers thousands of calls asks the kernel once a minute for each peer.
TEST(LocalAddresses, RemembersForAMinuteAndOfABoundedNumberOfPeers) {
  FakeClock clock;
  LocalAddresses addresses(clock, make_address("192.0.2.5"), "203.0.113.9");
  EXPECT_EQ(addresses.Towards(make_address("198.51.100.7")), "203.0.113.9");
  EXPECT_EQ(addresses.Towards(make_address("10.0.0.1")), "192.0.2.5");
  EXPECT_EQ(addresses.Towards(make_address("10.0.0.1")), "192.0.2.5");
  EXPECT_EQ(addresses.size(), 2u);
  for (unsigned i = 0; i < LocalAddresses::kMaxPeers; ++i)
    addresses.Towards(boost::asio::ip::address_v4(0x0A010000U + i));
  EXPECT_LE(addresses.size(), LocalAddresses::kMaxPeers);
  clock.Advance(LocalAddresses::kKeep);
  EXPECT_EQ(addresses.Towards(make_address("10.1.0.1")), "192.0.2.5");
}

// RFC 3261 §18.1.1: with a listener on all interfaces, the address that the kernel would send from.
TEST(LocalAddress, AsksTheRoutingTableWhenItListensEverywhere) {
  EXPECT_EQ(LocalAddressFor(make_address("127.0.0.9"), make_address("0.0.0.0"), "203.0.113.9"), "127.0.0.1");
  const std::string routed = LocalAddressFor(make_address("198.51.100.7"), make_address("0.0.0.0"), "");
  EXPECT_FALSE(make_address(routed).is_unspecified()) << routed;
  EXPECT_EQ(LocalAddressFor(make_address("198.51.100.7"), make_address("0.0.0.0"), "203.0.113.9"),
            "203.0.113.9");
}

TEST(LocalAddress, ReachesAListenerOnAllInterfacesByLoopback) {
  EXPECT_EQ(LoopbackOf(make_address("0.0.0.0")), make_address("127.0.0.1"));
  EXPECT_EQ(LoopbackOf(make_address("::")), make_address("::1"));
  EXPECT_EQ(LoopbackOf(make_address("192.0.2.5")), make_address("192.0.2.5"));
}
}  // namespace
}  // namespace vss::pbx_embedded
