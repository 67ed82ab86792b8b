#include "base/phone_number.hpp"

#include <gtest/gtest.h>

namespace vss {
namespace {

TEST(PhoneNumber, IsReadWithItsRegionAndType) {
  const auto number = ParsePhone("+79991234567", "RU");
  ASSERT_TRUE(number);
  EXPECT_EQ(number->e164, "+79991234567");
  EXPECT_EQ(number->region, "RU");
  EXPECT_EQ(number->type, PhoneType::kMobile);
}

TEST(PhoneNumber, WithoutPlusIsOneOfTheCountry) {
  EXPECT_EQ(ParsePhone("8 (999) 123-45-67", "RU")->e164, "+79991234567");
  EXPECT_EQ(ParsePhone("020 7946 0958", "GB")->e164, "+442079460958");
}

TEST(PhoneNumber, SharedCountryCodesAreToldApart) {
  EXPECT_EQ(ParsePhone("+77011234567", "RU")->region, "KZ");
  EXPECT_EQ(ParsePhone("+18765551234", "US")->region, "JM");
}

TEST(PhoneNumber, KnowsWhatCostsMore) {
  EXPECT_EQ(ParsePhone("+78091234567", "RU")->type, PhoneType::kPremiumRate);
  EXPECT_EQ(ParsePhone("+449012345678", "GB")->type, PhoneType::kPremiumRate);
  EXPECT_EQ(ParsePhone("+491805123456", "DE")->type, PhoneType::kSharedCost);
  EXPECT_EQ(ParsePhone("+78001234567", "RU")->type, PhoneType::kTollFree);
}

TEST(PhoneNumber, OfTheTestExchangeIsAMobileOfRussia) {
  for (int i = 1; i <= 16; ++i) {
    const auto number = ParsePhone("+7999000000" + std::to_string(i % 10), "RU");
    ASSERT_TRUE(number);
    EXPECT_EQ(number->region, "RU");
    EXPECT_EQ(number->type, PhoneType::kMobile);
  }
}

TEST(PhoneNumber, RefusesWhatCannotBeDialled) {
  for (const char* bad : {"", "+", "abc", "+7999", "+0123456789", "+7999123456789012345", "1800FLOWERS",
                          "+7999123456\n7", "+7 999 123 45 67 ext 5", "79991234567+", "++79991234567",
                          "+99912345678", "sip:+79991234567@evil", "+79991234567;phone-context=+1"}) {
    EXPECT_FALSE(ParsePhone(bad, "RU")) << bad;
  }
}

TEST(PhoneNumber, KnowsEmergencyAndShortNumbers) {
  EXPECT_TRUE(IsEmergency("112", "RU"));
  EXPECT_TRUE(IsEmergency("911", "US"));
  EXPECT_TRUE(IsEmergency("9116", "US"));
  EXPECT_FALSE(IsEmergency("+79991234567", "RU"));
  EXPECT_TRUE(IsShortNumber("112", "RU"));
  EXPECT_FALSE(IsShortNumber("89991234567", "RU"));
}
}  // namespace
}  // namespace vss
