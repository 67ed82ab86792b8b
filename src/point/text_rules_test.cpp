#include "point/text_rules.hpp"

#include <gtest/gtest.h>

namespace vss::point {
namespace {
TEST(TextRules, KnowUserNames) {
  for (const char* good : {"abc", "operator1", "A.b_c-9"}) EXPECT_TRUE(IsUsername(good)) << good;
  for (const char* bad : {"", "ab", "a b c", "имя", "a@b", "a'b;--"}) EXPECT_FALSE(IsUsername(bad)) << bad;
  EXPECT_TRUE(IsUsername(std::string(64, 'a')));
  EXPECT_FALSE(IsUsername(std::string(65, 'a')));
}

TEST(TextRules, KnowNamesOfTeamsInAnyAlphabet) {
  std::string longest;
  for (int i = 0; i < 64; ++i) longest += "ж";
  for (const std::string& good : {std::string("A"), std::string("Отдел продаж № 1"), longest})
    EXPECT_TRUE(IsTeamName(good)) << good;
  for (const std::string& bad : {std::string(), std::string(" a"), std::string("a "), std::string("a\nb"),
                                 longest + "ж", std::string("\xC3")})
    EXPECT_FALSE(IsTeamName(bad)) << bad;
}

TEST(TextRules, KnowEmailAddresses) {
  for (const char* good : {"operator1@example.com", "a.b+c@sub.example.org", "o'neil@example.co"}) {
    EXPECT_TRUE(IsEmail(good)) << good;
  }
  for (const char* bad :
       {"", "a", "@example.com", "a@", "a@localhost", "a b@example.com", ".a@example.com", "a..b@example.com",
        "a@-x.com", "a@x..com", "a@example.com.", "a@b@example.com", "a\r\nBcc: x@example.com"}) {
    EXPECT_FALSE(IsEmail(bad)) << bad;
  }
  EXPECT_FALSE(IsEmail(std::string(65, 'a') + "@example.com"));
}
}  // namespace
}  // namespace vss::point
