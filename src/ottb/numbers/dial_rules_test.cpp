#include "ottb/numbers/dial_rules.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace vss::ottb {
namespace {

struct Refusal {
  ErrorCode code;
  std::string rule;
  bool operator==(const Refusal&) const = default;
};

std::optional<Refusal> RefusalOf(const DialRules& rules, std::string_view number) {
  try {
    rules.Destination(number);
    return std::nullopt;
  } catch (const Error& error) {
    const json::value* rule = error.details().if_contains("rule");
    return Refusal{error.code(), rule != nullptr ? std::string(rule->as_string()) : ""};
  }
}

TEST(DialRules, AllowTheHomeCountryByDefault) {
  const DialSettings settings;
  const DialRules rules(settings);
  EXPECT_EQ(rules.Destination("8 999 123-45-67").e164, "+79991234567");
  EXPECT_EQ(RefusalOf(rules, "+4930123456"), (Refusal{ErrorCode::kDestinationNotAllowed, "region"}));
  EXPECT_EQ(RefusalOf(rules, "+77011234567"), (Refusal{ErrorCode::kDestinationNotAllowed, "region"}));
}

TEST(DialRules, RegionsReplaceTheHomeCountryAndPrefixesAdd) {
  DialSettings settings{.regions = {"DE", "AT"}, .prefixes = {"+4420"}};
  const DialRules rules(settings);
  EXPECT_EQ(RefusalOf(rules, "+4930123456"), std::nullopt);
  EXPECT_EQ(RefusalOf(rules, "+442079460958"), std::nullopt);
  EXPECT_EQ(RefusalOf(rules, "+441614960000"), (Refusal{ErrorCode::kDestinationNotAllowed, "region"}));
  EXPECT_EQ(RefusalOf(rules, "+79991234567"), (Refusal{ErrorCode::kDestinationNotAllowed, "region"}));
}

TEST(DialRules, NeverAllowWhatCostsMore) {
  const DialSettings settings{.regions = {"RU", "GB"}, .prefixes = {"+4490", "+7809"}};
  const DialRules rules(settings);
  EXPECT_EQ(RefusalOf(rules, "+78091234567"), (Refusal{ErrorCode::kDestinationNotAllowed, "cost"}));
  EXPECT_EQ(RefusalOf(rules, "+449012345678"), (Refusal{ErrorCode::kDestinationNotAllowed, "cost"}));
  EXPECT_EQ(RefusalOf(rules, "+448431234567"), (Refusal{ErrorCode::kDestinationNotAllowed, "cost"}));
}

TEST(DialRules, NeverDialEmergencyAndShortNumbers) {
  const DialSettings settings{.prefixes = {"1"}};
  const DialRules rules(settings);
  for (const char* number : {"112", "101", "102", "103"}) {
    EXPECT_EQ(RefusalOf(rules, number), (Refusal{ErrorCode::kDestinationNotAllowed, "emergency"})) << number;
  }
}

TEST(DialRules, NameTheFieldOfANumberThatCannotBe) {
  const DialSettings settings;
  const DialRules rules(settings);
  EXPECT_EQ(RefusalOf(rules, "+7999"), (Refusal{ErrorCode::kInvalidParams, ""}));
  EXPECT_THROW(rules.CallerId("nobody"), Error);
  EXPECT_EQ(rules.CallerId("+79991111111"), "+79991111111");
}
}  // namespace
}  // namespace vss::ottb
