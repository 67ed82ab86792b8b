#include "base/json.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"

namespace vss {
namespace {
using ::testing::HasSubstr;

ErrorCode CodeOf(std::string_view text, std::size_t max_depth = 32) {
  try {
    ParseJson(text, max_depth);
  } catch (const Error& e) {
    EXPECT_TRUE(e.details().contains("body")) << text;
    return e.code();
  }
  ADD_FAILURE() << "accepted: " << text;
  return ErrorCode::kInternal;
}

TEST(ParseJson, ReadsValuesWithWhiteSpaceAround) {
  EXPECT_EQ(ParseJson(" {\"a\" : [1, 2.5, null, true, \"\\u0416\"]} \n"),
            (json::value{{"a", {1, 2.5, nullptr, true, "Ж"}}}));
  EXPECT_EQ(ParseJson("\"x\""), json::value("x"));
  EXPECT_EQ(ParseJson("7"), json::value(7));
}

TEST(ParseJson, RefusesWhatIsNotOneJsonValue) {
  for (const std::string_view text : {"", " ", "{", "{\"a\":}", "{} {}", "{}x", "[1,]", "nul", "'a'", "{a:1}",
                                      "\"\xFF\"", "01", "/*c*/1"}) {
    EXPECT_EQ(CodeOf(text), ErrorCode::kInvalidParams) << text;
  }
}

TEST(ParseJson, RefusesDeepNesting) {
  EXPECT_NO_THROW(ParseJson("[[[1]]]", 3));
  EXPECT_EQ(CodeOf("[[[[1]]]]", 3), ErrorCode::kInvalidParams);
  EXPECT_EQ(CodeOf(std::string(1'000'000, '[')), ErrorCode::kInvalidParams);
}

TEST(ParseJson, SaysWhereTheTextStopsBeingJson) {
  try {
    ParseJson("{\"a\":1,}");
    FAIL();
  } catch (const Error& e) {
    EXPECT_THAT(e.what(), HasSubstr("near byte 7"));
  }
}

std::string DuplicateIn(std::string_view text) {
  try {
    ParseJson(text);
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kInvalidParams);
    return e.details().empty() ? "" : std::string(e.details().begin()->key());
  }
  return "";
}

TEST(ParseJson, RefusesAKeyThatAnObjectHasTwice) {
  EXPECT_EQ(DuplicateIn(R"({"a":1,"b":2,"a":3})"), "a");
  EXPECT_EQ(DuplicateIn(R"({"a":1,"\u0061":2})"), "a") << "the same name, written in two ways";
  EXPECT_EQ(DuplicateIn(R"({"fields":{"city":"x","city":"y"}})"), "fields.city");
  EXPECT_EQ(DuplicateIn(R"({"list":[{"a":1},{"b":1,"b":2}]})"), "list.b");
  EXPECT_NO_THROW(ParseJson(R"({"a":{"a":1},"b":[{"a":1},{"a":2}]})"));
  const std::string long_key(10'000, 'k');
  EXPECT_EQ(DuplicateIn("{\"" + long_key + "\":1,\"" + long_key + "\":2}"), std::string(64, 'k'));
}

TEST(ParseTrustedJson, CallsDamageAFaultOfOurs) {
  EXPECT_EQ(ParseTrustedJson("[1]"), (json::value(json::array{1})));
  try {
    ParseTrustedJson("[1");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kInternal);
    EXPECT_THAT(e.internal(), HasSubstr("damaged"));
  }
}

TEST(ToText, IsCompactAndReadsBack) {
  const json::value value{{"a", {1, "x\"\n"}}, {"b", nullptr}};
  EXPECT_EQ(ToText(value), R"({"a":[1,"x\"\n"],"b":null})");
  EXPECT_EQ(ParseJson(ToText(value)), value);
}
}  // namespace
}  // namespace vss
