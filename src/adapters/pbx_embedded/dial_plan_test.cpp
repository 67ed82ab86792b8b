#include "adapters/pbx_embedded/dial_plan.hpp"

#include <gtest/gtest.h>

namespace vss::pbx_embedded {
namespace {
const sip::Endpoint kAddress{boost::asio::ip::make_address("203.0.113.5"), 5070};

Settings WithProvider() {
  Settings settings;
  settings.provider =
      Provider{.host = "sip.example.com", .domain = "example.com", .user = "7812", .password = Secret("s")};
  return settings;
}

TEST(DialPlan, DialsTheProviderInItsOwnDomain) {
  const Settings settings = WithProvider();
  const auto leg = DialPlan(settings).ToProvider(kAddress, "+79161234567", "+78121112233", 6001);
  EXPECT_EQ(leg.request_uri, "sip:+79161234567@example.com");
  EXPECT_EQ(leg.from, "<sip:+78121112233@example.com>");
  EXPECT_EQ(leg.to, "<sip:+79161234567@example.com>");
  EXPECT_EQ(leg.target.flow.remote, kAddress);
  // RFC 3261 §12.2.1.1: ACK and BYE follow its Record-Route and Contact.
  EXPECT_EQ(leg.in_dialog_path, sip::InDialogPath::kDialog);
  EXPECT_EQ(leg.trunk, sip::TrunkUse::kPlace);
  ASSERT_TRUE(leg.account);
  EXPECT_EQ(leg.account->username, "7812");
}

// RFC 3325 §9.1: the identity that we vouch for.
TEST(DialPlan, AssertsOnlyAnIdentityThatWasGiven) {
  const Settings settings = WithProvider();
  const auto with = DialPlan(settings).ToProvider(kAddress, "+79161234567", "+78121112233", 6001);
  ASSERT_EQ(with.headers.size(), 1u);
  EXPECT_EQ(with.headers[0].first, "P-Asserted-Identity");
  EXPECT_EQ(with.headers[0].second, "<sip:+78121112233@example.com>");
  const auto without = DialPlan(settings).ToProvider(kAddress, "+79161234567", "", 6001);
  EXPECT_TRUE(without.headers.empty());
  EXPECT_EQ(without.from, "<sip:7812@example.com>");
}

TEST(DialPlan, TakesTheProvidersHostForItsDomainAndTheLineForItsUser) {
  Settings settings;
  settings.provider = Provider{.host = "sip.example.com"};
  const auto leg = DialPlan(settings).ToProvider(kAddress, "+79161234567", "", 6001);
  EXPECT_EQ(leg.from, "<sip:6001@sip.example.com>");
  EXPECT_FALSE(leg.account);
}

TEST(DialPlan, DialsTheTestExchangeOnLoopback) {
  const Settings settings;
  const sip::Endpoint exchange{boost::asio::ip::make_address("127.0.0.1"), 40000};
  const auto leg = DialPlan(settings).ToExchange(exchange, "9001", "7001");
  EXPECT_EQ(leg.request_uri, "sip:9001@127.0.0.1:40000");
  EXPECT_EQ(leg.from, "<sip:7001@vss.internal>");
}

TEST(DialPlan, KnowsServiceNumbers) {
  EXPECT_TRUE(IsServiceNumber("9001"));
  EXPECT_TRUE(IsServiceNumber("9999"));
  for (const char* number : {"9000", "10000", "09001", "900", "+9001", "9001x", ""}) {
    EXPECT_FALSE(IsServiceNumber(number)) << number;
  }
}
}  // namespace
}  // namespace vss::pbx_embedded
