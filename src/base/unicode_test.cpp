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

TEST(CleanText, KeepsTextAndShowsWhatIsNone) {
  EXPECT_EQ(CleanText("Yealink SIP-T46S 66.85", 128), "Yealink SIP-T46S 66.85");
  EXPECT_EQ(CleanText("Телефон 😀", 128), "Телефон 😀");
  EXPECT_EQ(CleanText("a\xFF\x62", 128), "a\uFFFD\x62");
  EXPECT_EQ(CleanText("\xD0", 128), "\uFFFD") << "cut";
}

// What reaches a log, a database or a page must neither break lines nor end strings nor reorder what is
// shown.
TEST(CleanText, LeavesControlCharactersOut) {
  EXPECT_EQ(CleanText(std::string_view("a\0b\r\nc\x1B[31md\x7F", 12), 128), "abc[31md");
  EXPECT_EQ(CleanText("a\u0085b\u009Bc", 128), "abc") << "C1";
  EXPECT_EQ(CleanText("a\u202Eb\u2066c", 128), "abc") << "bidirectional overrides";
}

TEST(CountCharacters, CountsWhatPeopleCount) {
  EXPECT_EQ(CountCharacters(""), 0U);
  EXPECT_EQ(CountCharacters("Ёлка 1"), 6U);
  EXPECT_EQ(CountCharacters("日本😀"), 3U);
  EXPECT_EQ(CountCharacters("a\xFF\x62"), 3U) << "a broken byte is one";
}

TEST(CleanText, CutsBetweenCharacters) {
  EXPECT_EQ(CleanText("абв", 5), "аб");
  EXPECT_EQ(CleanText("абв", 6), "абв");
  EXPECT_EQ(CleanText("a\xFF", 3), "a") << "the replacement has three bytes";
  EXPECT_EQ(CleanText(std::string(1000, 'x'), 128).size(), 128u);
}

TEST(Nfc, ComposesWhatSomeSystemsWriteInTwoCharacters) {
  EXPECT_EQ(ToNfc("Андреи\u0306, Е\u0308лка"), "Андрей, Ёлка");
  EXPECT_EQ(ToNfc("Ju\u0308rgen"), "Jürgen");
  EXPECT_EQ(ToNfc("plain Иван Jürgen 日本"), "plain Иван Jürgen 日本");
  EXPECT_EQ(ToNfc("\xC8\xE2\xE0\xED"), "\xC8\xE2\xE0\xED") << "no UTF-8";
}

TEST(TrimmedText, LeavesOutWhatNobodySeesAtTheEnds) {
  EXPECT_EQ(TrimmedText(" \t\u00A0Иван\u00A0Иванов\u2009\u200B\r\n"), "Иван\u00A0Иванов");
  EXPECT_EQ(TrimmedText("\uFEFFa"), "a");
  EXPECT_EQ(TrimmedText("\u00A0 \u3000"), "");
  EXPECT_EQ(TrimmedText(""), "");
}

TEST(FoldedWords, AreTheSameInEitherNormalForm) {
  EXPECT_EQ(FoldedWords("Андреи\u0306 Ju\u0308rgen"), FoldedWords("Андрей Jürgen"));
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

TEST(FoldedName, IsTheSameForNamesThatLookAlike) {
  for (const char* alike : {"kate", "KATE", "\u212Aate", "ｋａｔｅ", "Ｋate", "ka\u00ADte", "ka\u200Bte"})
    EXPECT_EQ(FoldedName(alike), "kate") << alike;
  EXPECT_EQ(FoldedName("\u017Feller"), "seller");  // long s
  EXPECT_EQ(FoldedName("ИВАН"), "иван");
  EXPECT_EQ(FoldedName("e\u0301"), FoldedName("É"));
}

TEST(FoldedName, KeepsOtherLettersAndWhatIsNoText) {
  EXPECT_NE(FoldedName("\u0441at"), "cat");  // a Cyrillic letter is another name
  EXPECT_EQ(FoldedName(" kate"), " kate");
  EXPECT_EQ(FoldedName("a\xFF"), "a\xFF");
}
}  // namespace
}  // namespace vss
