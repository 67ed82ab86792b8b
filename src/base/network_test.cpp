#include "base/network.hpp"

#include <gtest/gtest.h>

namespace vss {
namespace {
using boost::asio::ip::make_address;

bool In(const char* network, const char* address) {
  return Network::Parse(network).value().Contains(make_address(address));
}

TEST(Network, ContainsWhatItsPrefixSays) {
  EXPECT_TRUE(In("192.0.2.0/24", "192.0.2.255"));
  EXPECT_FALSE(In("192.0.2.0/24", "192.0.3.0"));
  EXPECT_TRUE(In("192.0.2.128/25", "192.0.2.200"));
  EXPECT_FALSE(In("192.0.2.128/25", "192.0.2.127"));
  EXPECT_TRUE(In("192.0.2.7/24", "192.0.2.1")) << "bits behind the prefix say nothing";
  EXPECT_TRUE(In("10.1.2.3", "10.1.2.3"));
  EXPECT_FALSE(In("10.1.2.3", "10.1.2.4"));
  EXPECT_TRUE(In("0.0.0.0/0", "203.0.113.9"));
  EXPECT_TRUE(In("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(In("2001:db8::/33", "2001:db8:8000::1"));
  EXPECT_FALSE(In("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(In("192.0.2.0/24", "::ffff:192.0.2.9")) << "the same address, written as IPv6";
}

TEST(Network, IsReadWholeOrNotAtAll) {
  for (const char* text : {"", "x", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/24x",
                           "192.0.2/24", "2001:db8::/129", "192.0.2.0 /24"})
    EXPECT_FALSE(Network::Parse(text)) << text;
}

TEST(Network, KnowsLinkLocalAddresses) {
  for (const char* text : {"169.254.1.1", "fe80::1", "::ffff:169.254.0.1"})
    EXPECT_TRUE(IsLinkLocal(make_address(text))) << text;
  for (const char* text : {"169.253.1.1", "127.0.0.1", "fec0::1", "::1"})
    EXPECT_FALSE(IsLinkLocal(make_address(text))) << text;
}
}  // namespace
}  // namespace vss
