#include "base/config/env_file.hpp"

#include <gmock/gmock.h>

namespace vss::config {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string Only(std::string_view text) {
  const EnvFile file = ParseEnvFile(text);
  EXPECT_THAT(file.problems, IsEmpty());
  EXPECT_EQ(file.values.size(), 1U);
  return file.values.empty() ? "" : file.values.begin()->second.value;
}

std::string Problem(std::string_view text) {
  const EnvFile file = ParseEnvFile(text);
  EXPECT_EQ(file.problems.size(), 1U);
  return file.problems.empty() ? "" : file.problems[0];
}

TEST(EnvFile, ReadsBareValuesAndTrimsThem) {
  EXPECT_EQ(Only("A=one"), "one");
  EXPECT_EQ(Only("  A =  one two \t"), "one two");
  EXPECT_EQ(Only("A="), "");
  EXPECT_EQ(Only("A=x=y"), "x=y");
}

TEST(EnvFile, EndsBareValueAtCommentBehindWhiteSpaceOnly) {
  EXPECT_EQ(Only("A=one # two"), "one");
  EXPECT_EQ(Only("A= # nothing"), "");
  EXPECT_EQ(Only("A=p#ss"), "p#ss");
  EXPECT_EQ(Only("A=#ss"), "#ss");
}

TEST(EnvFile, KeepsQuotedValuesAsWritten) {
  EXPECT_EQ(Only(R"(A='a "b" $c \n # d')"), R"(a "b" $c \n # d)");
  EXPECT_EQ(Only(R"(A="a 'b' # c" # comment)"), "a 'b' # c");
  EXPECT_EQ(Only(R"(A="\"\\\$\n\t")"), "\"\\$\n\t");
  EXPECT_EQ(Only("A=\"$HOME `id` ${X}\""), "$HOME `id` ${X}");
}

TEST(EnvFile, TakesExportCrlfByteOrderMarkAndComments) {
  const EnvFile file = ParseEnvFile("\xEF\xBB\xBF# head\r\n\r\nexport A=1\r\nB='2'\r\n  # tail");
  EXPECT_THAT(file.problems, IsEmpty());
  EXPECT_EQ(file.values.at("A").value, "1");
  EXPECT_EQ(file.values.at("A").line, 3);
  EXPECT_EQ(file.values.at("B").value, "2");
  EXPECT_EQ(file.values.at("B").line, 4);
}

TEST(EnvFile, NamesTheLineOfEachProblem) {
  const EnvFile file = ParseEnvFile("A=1\nnonsense\n2B=x\nC='open\nD=\"\\q\"\nE='a'b\nA=2\n");
  EXPECT_THAT(file.problems,
              ElementsAre(HasSubstr("line 2: there is no NAME=value"), HasSubstr("line 3: the name"),
                          HasSubstr("line 4: C: the quote '"), HasSubstr("line 5: D: after a backslash"),
                          HasSubstr("line 6: E: there is text after"),
                          HasSubstr("line 7: A is set a second time (first on line 1)")));
}

TEST(EnvFile, NeverRepeatsAValueInAProblem) {
  EXPECT_THAT(Problem("A='hunter2"), Not(HasSubstr("hunter2")));
  EXPECT_THAT(Problem("hunter2"), Not(HasSubstr("hunter2")));
  EXPECT_THAT(Problem("A=hunter1\nA=hunter2"), Not(HasSubstr("hunter")));
}

TEST(EnvFile, TakesNoLongGarbageForAName) {
  const EnvFile file = ParseEnvFile(std::string(129, 'x') + "=1");
  EXPECT_THAT(file.values, IsEmpty());
  EXPECT_THAT(file.problems, ElementsAre(HasSubstr("at most 128")));
}

TEST(EnvFile, RefusesNulBytesAndOversizedFiles) {
  EXPECT_THAT(Problem(std::string_view("A=a\0b", 5)), HasSubstr("NUL"));
  EXPECT_THAT(Problem(std::string(kMaxEnvFileBytes + 1, '#')), HasSubstr("larger than 256 KiB"));
}
}  // namespace
}  // namespace vss::config
