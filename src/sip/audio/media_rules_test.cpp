#include "sip/audio/media_rules.hpp"

#include <gtest/gtest.h>

namespace vss::sip {
namespace {
using boost::asio::ip::make_address;
using media::Peer;
using Kind = MediaPeerKind;

sdp::Agreed Says(const std::string& address, std::uint16_t port = 4000) {
  return {.remote_address = address,
          .remote_rtp_port = port,
          .remote_rtcp_port = static_cast<std::uint16_t>(port == 0 ? 0 : port + 1),
          .audio = {.payload_type = 8, .name = "PCMA"},
          .telephone_event = std::nullopt};
}

std::string GoesTo(Kind kind, const char* signalling, const std::string& named,
                   const MediaRules& rules = {}) {
  return ToPeer(Says(named), {kind, make_address(signalling)}, rules).rtp.address().to_string();
}

// Behind an address translator the description is wrong; from an attacker it points at somebody else.
TEST(MediaRules, APhonesSoundGoesToWhereItsSipComesFrom) {
  EXPECT_EQ(GoesTo(Kind::kPhone, "198.51.100.7", "198.51.100.7"), "198.51.100.7");
  for (const char* named : {"10.11.12.13", "203.0.113.9", "127.0.0.1", "169.254.1.1", "fe80::1", "::1",
                            "::ffff:127.0.0.1", "2001:db8::1", "victim.example"})
    EXPECT_EQ(GoesTo(Kind::kPhone, "198.51.100.7", named), "198.51.100.7") << named;
}

TEST(MediaRules, APhoneMayNameOtherAddressesOfListedNetworks) {
  const MediaRules rules{
      .phone_networks = {Network::Parse("10.0.0.0/8").value(), Network::Parse("0.0.0.0/0").value()}};
  EXPECT_EQ(GoesTo(Kind::kPhone, "198.51.100.7", "10.11.12.13", rules), "10.11.12.13");
  EXPECT_EQ(GoesTo(Kind::kPhone, "198.51.100.7", "127.0.0.1", rules), "198.51.100.7") << "loopback never";
  EXPECT_EQ(GoesTo(Kind::kPhone, "198.51.100.7", "169.254.1.1", rules), "198.51.100.7") << "link-local never";
}

TEST(MediaRules, LoopbackIsFineWhenTheSipComesFromThere) {
  EXPECT_EQ(GoesTo(Kind::kPhone, "127.0.0.1", "127.0.0.2"), "127.0.0.2");
  EXPECT_EQ(GoesTo(Kind::kPhone, "127.0.0.1", "::1"), "127.0.0.1") << "not over its socket";
  EXPECT_EQ(GoesTo(Kind::kPhone, "127.0.0.1", "10.11.12.13"), "127.0.0.1");
}

TEST(MediaRules, AProvidersGatewaysAreWhereItsDescriptionSays) {
  EXPECT_EQ(GoesTo(Kind::kProvider, "198.51.100.7", "203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(GoesTo(Kind::kProvider, "198.51.100.7", "127.0.0.1"), "198.51.100.7");
  EXPECT_EQ(GoesTo(Kind::kProvider, "198.51.100.7", "169.254.1.1"), "198.51.100.7");
}

TEST(MediaRules, NothingIsSentToAPortOfOurs) {
  const MediaRules rules{.is_ours = [](const auto& to) { return to.port() == 20'000; }};
  const MediaPeer phone{Kind::kPhone, make_address("127.0.0.1")};
  EXPECT_EQ(ToPeer(Says("127.0.0.1", 20'000), phone, rules).rtp.port(), 0);
  EXPECT_EQ(ToPeer(Says("127.0.0.1", 19'999), phone, rules).rtcp.port(), 0);
  EXPECT_EQ(ToPeer(Says("127.0.0.1", 30'000), phone, rules).rtp.port(), 30'000);
  const MediaPeer ours{Kind::kOurs, make_address("127.0.0.1")};
  EXPECT_EQ(ToPeer(Says("127.0.0.1", 20'000), ours, rules).rtp.port(), 20'000)
      << "softphones of this process";
}

TEST(MediaRules, HoldByTheUnspecifiedAddressStaysHold) {
  const auto peer = ToPeer(Says("0.0.0.0", 0), {Kind::kPhone, make_address("198.51.100.7")}, {});
  EXPECT_TRUE(peer.rtp.address().is_unspecified());
  EXPECT_EQ(peer.rtcp.port(), 0);
}

TEST(MediaRules, SayFromWhereSoundIsTaken) {
  MediaRules rules{.provider_source = Peer::Source::kNetworks,
                   .provider_networks = {Network::Parse("203.0.113.0/24").value()}};
  const auto source = [&](Kind kind) {
    return ToPeer(Says("198.51.100.7"), {kind, make_address("198.51.100.7")}, rules);
  };
  EXPECT_EQ(source(Kind::kPhone).source, Peer::Source::kSameHost);
  EXPECT_EQ(source(Kind::kOurs).source, Peer::Source::kStrict);
  EXPECT_EQ(source(Kind::kProvider).source, Peer::Source::kNetworks);
  EXPECT_EQ(source(Kind::kProvider).networks.size(), 1U);
  rules.provider_source = Peer::Source::kStrict;
  EXPECT_EQ(source(Kind::kProvider).source, Peer::Source::kStrict);
  EXPECT_TRUE(source(Kind::kProvider).networks.empty());
}

TEST(MediaRules, OnlyNamesThatWouldBeBelievedAreResolved) {
  const MediaPeer phone{Kind::kPhone, make_address("198.51.100.7")},
      provider{Kind::kProvider, make_address("198.51.100.7")};
  EXPECT_EQ(NameToResolve(Says("media.example"), provider, {}), "media.example");
  EXPECT_EQ(NameToResolve(Says("192.0.2.1"), provider, {}), "");
  EXPECT_EQ(NameToResolve(Says("phone.example"), phone, {}), "");
  const MediaRules listed{.phone_networks = {Network::Parse("10.0.0.0/8").value()}};
  EXPECT_EQ(NameToResolve(Says("phone.example"), phone, listed), "phone.example");
  const auto resolved = [&](const char* address) {
    return ToPeer(Says("phone.example"), phone, listed, make_address(address)).rtp.address().to_string();
  };
  EXPECT_EQ(resolved("10.1.2.3"), "10.1.2.3");
  EXPECT_EQ(resolved("203.0.113.9"), "198.51.100.7") << "a name is worth no more than its address";
  EXPECT_EQ(resolved("127.0.0.1"), "198.51.100.7");
}
}  // namespace
}  // namespace vss::sip
