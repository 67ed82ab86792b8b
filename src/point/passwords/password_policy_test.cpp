#include "point/passwords/password_policy.hpp"

#include <gtest/gtest.h>

namespace vss::point {
namespace {
bool Accepts(std::string text) { return !RefusePassword(Secret(std::move(text)), "operator1").has_value(); }

TEST(PasswordPolicy, CountsCharactersNotBytes) {
  EXPECT_TRUE(Accepts("двенадцать12"));
  EXPECT_FALSE(Accepts("одиннадцать"));  // 22 bytes
  EXPECT_FALSE(Accepts("eleven char"));
  EXPECT_TRUE(Accepts("twelve chars"));
}

TEST(PasswordPolicy, RefusesWhatNobodyCanHave) {
  EXPECT_TRUE(Accepts(std::string(72, 'x')));
  EXPECT_FALSE(Accepts(std::string(73, 'x')));
  std::string letters;
  for (int i = 0; i < 72; ++i) letters += "я";
  EXPECT_TRUE(Accepts(letters));
  EXPECT_FALSE(Accepts(letters + "я"));
  EXPECT_FALSE(Accepts(std::string("long enough\0 but", 16)));
  EXPECT_TRUE(MayBePassword(Secret(std::string(72, 'x'))));
  EXPECT_FALSE(MayBePassword(Secret(std::string(73, 'x'))));
  EXPECT_FALSE(MayBePassword(Secret(std::string("a\0b", 3))));
}

TEST(PasswordPolicy, RefusesTheUserName) {
  EXPECT_TRUE(RefusePassword(Secret("a.long.user.name"), "A.Long.User.Name").has_value());
}

TEST(PasswordPolicy, WarnsBelowSixteenCharacters) {
  EXPECT_TRUE(WarnAboutPassword(Secret("fifteen letters")).has_value());
  EXPECT_FALSE(WarnAboutPassword(Secret("sixteen letters!")).has_value());
}
}  // namespace
}  // namespace vss::point
