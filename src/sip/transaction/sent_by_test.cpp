#include "sip/transaction/sent_by.hpp"

#include <gtest/gtest.h>

namespace vss::test {
namespace {
using boost::asio::ip::make_address;
using sip::SentBy;

sip::Via ViaOf(std::string_view host, std::uint16_t port) {
  sip::Via via;
  via.host = host;
  via.port = port;
  return via;
}

// RFC 3261 §18.1.1: sent-by is where responses can be sent to.
TEST(SentBy, TellsEachPeerTheAddressThatItCanReach) {
  int asked = 0;
  SentBy sent_by("127.0.0.1:5060", [&asked](const auto& peer) {
    ++asked;
    return peer.is_loopback() ? "127.0.0.1:5060" : "192.0.2.1:5060";
  });
  EXPECT_EQ(sent_by.Towards(make_address("203.0.113.5")), "192.0.2.1:5060");
  EXPECT_EQ(sent_by.Towards(make_address("127.0.0.1")), "127.0.0.1:5060");
  EXPECT_EQ(sent_by.Towards(make_address("203.0.113.5")), "192.0.2.1:5060");
  EXPECT_EQ(asked, 2);
}

// §18.1.2: a response whose topmost Via is not what we wrote is dropped.
TEST(SentBy, KnowsWhatItSaid) {
  SentBy sent_by("127.0.0.1:5060", [](const auto&) { return "192.0.2.1:5060"; });
  EXPECT_FALSE(sent_by.IsOurs(ViaOf("192.0.2.1", 5060)));
  sent_by.Towards(make_address("203.0.113.5"));
  EXPECT_TRUE(sent_by.IsOurs(ViaOf("192.0.2.1", 5060)));
  EXPECT_TRUE(sent_by.IsOurs(ViaOf("192.0.2.1", 0)));
  EXPECT_TRUE(sent_by.IsOurs(ViaOf("127.0.0.1", 5060)));
  EXPECT_FALSE(sent_by.IsOurs(ViaOf("192.0.2.1", 5061)));
  EXPECT_FALSE(sent_by.IsOurs(ViaOf("192.0.2.2", 5060)));
  EXPECT_TRUE(sent_by.NamesUs("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1"));
  EXPECT_FALSE(sent_by.NamesUs("SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK1"));
}

TEST(SentBy, RemembersAtMostSoManyAddressesOfOurs) {
  SentBy sent_by("127.0.0.1:5060", [](const auto& peer) { return peer.to_string() + ":5060"; });
  for (unsigned i = 1; i <= 2 * SentBy::kMaxOwn; ++i)
    sent_by.Towards(boost::asio::ip::address_v4(0x0A000000U + i));
  EXPECT_FALSE(sent_by.IsOurs(ViaOf("10.0.0.1", 5060)));
  EXPECT_TRUE(sent_by.IsOurs(ViaOf("10.0.0.64", 5060)));
  EXPECT_TRUE(sent_by.IsOurs(ViaOf("127.0.0.1", 5060)));
}
}  // namespace
}  // namespace vss::test
