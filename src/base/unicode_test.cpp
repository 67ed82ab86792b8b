#include "base/unicode.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vss {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Utf8, IsWhatRfc3629Allows) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("Иван Ivan 日本 😀"));
  EXPECT_FALSE(IsUtf8("\xC8\xE2\xE0\xED")) << "Windows-1251";
  EXPECT_FALSE(IsUtf8("\xC0\x80")) << "overlong";
  EXPECT_FALSE(IsUtf8("\xE0\x80\x80")) << "overlong";
  EXPECT_FALSE(IsUtf8("\xED\xA0\x80")) << "a surrogate";
  EXPECT_FALSE(IsUtf8("\xF4\x90\x80\x80")) << "above the last character";
  EXPECT_FALSE(IsUtf8("\xD0")) << "cut";
}

TEST(FoldedWords, AreLowerCaseInAnyAlphabet) {
  EXPECT_THAT(FoldedWords("  Иван ИВАНОВ-Петров, O'Neil; Ångström №5"),
              ElementsAre("иван", "иванов", "петров", "o", "neil", "ångström", "5"));
}

TEST(FoldedWords, TakeYoForYe) { EXPECT_THAT(FoldedWords("Фёдор ЁЖ"), ElementsAre("федор", "еж")); }

TEST(FoldedWords, SplitAtWhatIsNoText) {
  EXPECT_THAT(FoldedWords("a\xFF\x62"), ElementsAre("a", "b"));
  EXPECT_THAT(FoldedWords("\"';--%_*"), IsEmpty());
}
}  // namespace
}  // namespace vss
