#include "sip/edge/admission.hpp"

#include <gtest/gtest.h>

#include "sip/edge/peek.hpp"

namespace vss::sip {
namespace {
using namespace std::chrono_literals;
using boost::asio::ip::make_address;

std::string Invite(std::string_view user_agent) {
  return fmt::format(
      "INVITE sip:b@x SIP/2.0\r\nv: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom : "
      "<sip:a@x>;tag=1\r\nt:<sip:b@x>\r\n"
      "User-Agent: {}\r\n\r\nFrom: not a header\r\n",
      user_agent);
}

struct AdmissionTest : ::testing::Test {
  struct Sink : TransportReceiver {
    void OnBytes(const Flow&, std::string_view) override { ++messages; }
    void OnFlowClosed(const Flow&) override { ++closed; }
    int messages = 0, closed = 0;
  };
  FakeClock clock;
  SystemRandom random;
  Sink sink;
  bool registered = false;
  std::optional<Endpoint> phone;
  std::unique_ptr<Admission> admission = Make();

  std::unique_ptr<Admission> Make(SourceTable::Limits limits = {
                                      .max_sources = 2, .per_second = 10, .burst = 5}) {
    Admission::Settings settings;
    settings.limits = limits;
    settings.ban = 60s;
    settings.exempt = {make_address("198.51.100.7")};
    settings.provider = {.max_sources = 4, .per_second = 100, .burst = 100};
    settings.known = {.max_sources = 4, .per_second = 10, .burst = 5};
    settings.has_registration = [this](const auto&) { return registered; };
    settings.is_registered = [this](const Endpoint& endpoint) { return endpoint == phone; };
    auto made = std::make_unique<Admission>(clock, random, settings);
    made->PassTo(sink);
    return made;
  }
  void Receive(std::string_view bytes, std::string_view source = "192.0.2.1", std::uint16_t port = 5060) {
    admission->OnBytes({.remote = {make_address(std::string(source)), port}}, bytes);
  }
  void ReceiveByTcp(std::string_view bytes, std::string_view source = "192.0.2.1") {
    admission->OnBytes({.transport = Transport::kTcp,
                        .remote = {make_address(std::string(source)), 40'000},
                        .connection = 1},
                       bytes);
  }
};

TEST(Peek, SeesWhatAdmissionAndShardsNeed) {
  const std::string invite = Invite("Phone 1");
  const Peek peek = PeekAt(invite);
  EXPECT_EQ(peek.kind, Peek::Kind::kRequest);
  EXPECT_EQ(peek.method, "INVITE");
  EXPECT_EQ(peek.via, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1");
  EXPECT_EQ(peek.from, "<sip:a@x>;tag=1");
  EXPECT_EQ(peek.to, "<sip:b@x>");
  EXPECT_EQ(peek.user_agent, "Phone 1");
  EXPECT_EQ(PeekAt("SIP/2.0 200 OK\r\nX: " + std::string(60'000, 'x') + "\r\n\r\n").kind,
            Peek::Kind::kResponse);
  EXPECT_EQ(PeekAt("SIP/2.0 200 OK\r\n\r\n").kind, Peek::Kind::kResponse);
  EXPECT_EQ(PeekAt("\r\n\r\n").kind, Peek::Kind::kKeepAlive);
  EXPECT_EQ(PeekAt("").kind, Peek::Kind::kKeepAlive);
  for (const std::string_view garbage :
       {std::string_view("\0\0\0\0", 4), std::string_view("GET / HTTP/1.1\r\n\r\n"),
        std::string_view("SIP/2.0"), std::string_view("x")}) {
    EXPECT_NE(PeekAt(garbage).kind, Peek::Kind::kRequest) << garbage;
  }
}

// Each call brings requests of the provider: BYE, re-INVITE, UPDATE. Where it was before it moved is a
// stranger again.
TEST_F(AdmissionTest, GivesTheProviderALimitOfItsOwnWhereItIsNow) {
  admission->SetProvider({make_address("203.0.113.5"), make_address("203.0.113.7")});
  for (const char* address : {"203.0.113.5", "203.0.113.7"})
    for (int i = 0; i < 50; ++i) Receive(Invite("carrier"), address);
  EXPECT_EQ(sink.messages, 100);
  admission->SetProvider({make_address("203.0.113.6")});
  for (int i = 0; i < 50; ++i) Receive(Invite("carrier"), "203.0.113.5");
  EXPECT_EQ(sink.messages, 105);
  EXPECT_EQ(admission->counters().rate_limited, 45u);
}

TEST_F(AdmissionTest, BoundsWhatAProviderGoneMadSends) {
  admission->SetProvider({make_address("203.0.113.5")});
  for (int i = 0; i < 150; ++i) Receive(Invite("carrier"), "203.0.113.5");
  EXPECT_EQ(sink.messages, 100);
  EXPECT_EQ(admission->counters().rate_limited, 50u);
  for (int i = 0; i < 20; ++i) Receive(Invite("phone"), "192.0.2.1");
  EXPECT_EQ(sink.messages, 105) << "others keep theirs";
  clock.Advance(1s);
  for (int i = 0; i < 150; ++i) Receive(Invite("carrier"), "203.0.113.5");
  EXPECT_EQ(sink.messages, 205);
}

TEST_F(AdmissionTest, DropsGarbageAndKeepAlivesWithoutAWord) {
  Receive("hello");
  Receive("\r\n\r\n");
  Receive(Invite("Phone"));
  EXPECT_EQ(sink.messages, 1);
  EXPECT_EQ(admission->counters().garbage, 1U);
  EXPECT_EQ(admission->counters().keep_alives, 1U);
}

// Anybody may write any address into a datagram: that is not held against whose it is.
TEST_F(AdmissionTest, DropsAScannersDatagramsAndBansNobodyForThem) {
  Receive(Invite("Friendly-Scanner"));
  EXPECT_EQ(sink.messages, 0);
  Receive(Invite("Phone"));
  EXPECT_EQ(sink.messages, 1);
  for (int i = 0; i < 20; ++i) Receive(Invite("sipvicious"));
  EXPECT_EQ(sink.messages, 1);
  EXPECT_EQ(admission->counters().bans, 0U);
  clock.Advance(100ms);
  Receive(Invite("Phone"));
  EXPECT_EQ(sink.messages, 2) << "only its rate counts";
}

TEST_F(AdmissionTest, LetsARegisteredPhoneThroughAFloodInItsName) {
  phone = Endpoint{make_address("192.0.2.1"), 5062};
  for (int i = 0; i < 50; ++i) Receive(Invite("flood"), "192.0.2.1", static_cast<std::uint16_t>(6'000 + i));
  EXPECT_EQ(sink.messages, 5);
  for (int i = 0; i < 9; ++i) Receive(Invite("Phone"), "192.0.2.1", 5062);
  EXPECT_EQ(sink.messages, 10) << "it has a limit of its own";
  for (int i = 0; i < 9; ++i) ReceiveByTcp(Invite("Phone"));
  EXPECT_EQ(sink.messages, 15) << "so have connections";
}

TEST_F(AdmissionTest, BansAScannerOnAConnectionAfterItsFirstMessageForATime) {
  ReceiveByTcp(Invite("Friendly-Scanner"));
  Receive(Invite("Phone"));
  EXPECT_EQ(sink.messages, 0);
  EXPECT_EQ(admission->counters().scanners, 1U);
  EXPECT_EQ(admission->counters().bans, 1U);
  EXPECT_EQ(admission->counters().banned, 1U);
  Receive(Invite("Phone"), "192.0.2.2");
  EXPECT_EQ(sink.messages, 1) << "others are not banned";
  phone = Endpoint{make_address("192.0.2.1"), 5062};
  Receive(Invite("Phone"), "192.0.2.1", 5062);
  EXPECT_EQ(sink.messages, 2) << "who is registered goes on";
  clock.Advance(61s);
  Receive(Invite("Phone"));
  EXPECT_EQ(sink.messages, 3);
}

TEST_F(AdmissionTest, ScannerBehindThePhonesAddressDoesNotCutThePhoneOff) {
  registered = true;
  ReceiveByTcp(Invite("sipvicious"));
  ReceiveByTcp(Invite("Phone"));
  EXPECT_EQ(sink.messages, 1);
  EXPECT_EQ(admission->counters().bans, 0U);
  for (int i = 0; i < 10; ++i) ReceiveByTcp(Invite("sipvicious"));
  ReceiveByTcp(Invite("Phone"));
  EXPECT_EQ(sink.messages, 1) << "over its rate it is banned all the same";
  EXPECT_GT(admission->counters().bans, 0U);
}

TEST_F(AdmissionTest, TakesAnIpv6NetworkOfOneHostForOneSource) {
  for (int i = 1; i < 20; ++i) Receive(Invite("Phone"), fmt::format("2001:db8::{:x}", i));
  EXPECT_EQ(sink.messages, 5);
  Receive(Invite("Phone"), "2001:db8:0:1::1");
  EXPECT_EQ(sink.messages, 6);
}

// A head may fill a datagram, which bounds what looking at it costs; how many come, the rate of the source
// does.
TEST_F(AdmissionTest, HoldsLongHeadersToTheRateOfTheirSource) {
  const std::string invite = Invite("Phone");
  const auto end = invite.find("\r\n\r\n") + 2;
  const std::string large = invite.substr(0, end) + "X-Long: " + std::string(60'000, 'a') + "\r\n\r\n";
  for (int i = 0; i < 9; ++i) Receive(large);
  EXPECT_EQ(sink.messages, 5);
  EXPECT_EQ(admission->counters().rate_limited, 4U);
  EXPECT_EQ(admission->counters().garbage, 0U);
}

TEST_F(AdmissionTest, LimitsTheRateOfEachSource) {
  for (int i = 0; i < 9; ++i) Receive(Invite("Phone"));
  EXPECT_EQ(sink.messages, 5);
  EXPECT_EQ(admission->counters().rate_limited, 4U);
  Receive("SIP/2.0 200 OK\r\n\r\n");
  EXPECT_EQ(sink.messages, 6) << "responses are not limited";
  clock.Advance(100ms);
  Receive(Invite("Phone"));
  Receive(Invite("Phone"));
  EXPECT_EQ(sink.messages, 7) << "one token came back";
  for (int i = 0; i < 20; ++i) Receive(Invite("Phone"), "198.51.100.7");
  for (int i = 0; i < 20; ++i) Receive(Invite("Phone"), "127.0.0.1");
  EXPECT_EQ(sink.messages, 47) << "provider and loopback are exempt";
}

TEST_F(AdmissionTest, ForgetsTheSourceThatWasSilentLongest) {
  ReceiveByTcp(Invite("sipvicious"), "192.0.2.1");
  Receive(Invite("Phone"), "192.0.2.2");
  Receive(Invite("Phone"), "192.0.2.1");
  Receive(Invite("Phone"), "192.0.2.3");
  EXPECT_EQ(admission->counters().sources, 2U);
  Receive(Invite("Phone"), "192.0.2.1");
  EXPECT_EQ(admission->counters().banned, 2U) << "the ban was used lately and is kept";
  EXPECT_EQ(sink.messages, 2);
}

TEST_F(AdmissionTest, StaysBoundedUnderManySources) {
  admission = Make({.max_sources = 100, .per_second = 10, .burst = 5});
  for (int i = 0; i < 5'000; ++i) Receive(Invite("Phone"), fmt::format("10.0.{}.{}", i / 250, i % 250));
  EXPECT_EQ(admission->counters().sources, 100U);
  EXPECT_EQ(sink.messages, 5'000);
}

TEST_F(AdmissionTest, PassesClosedConnectionsOn) {
  admission->OnFlowClosed({});
  EXPECT_EQ(sink.closed, 1);
}
}  // namespace
}  // namespace vss::sip
