#include "base/log.hpp"

#include <gmock/gmock.h>

namespace vss {
namespace {
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

class Log : public ::testing::Test {
 protected:
  void SetUp() override {
    log::AddSink([this](const log::Line& line) { lines_.push_back(line); });
  }
  void TearDown() override {
    log::RemoveSinks();
    log::Configure(Severity::kInfo, log::Format::kAuto);
  }
  std::string Printed(log::Format format, std::initializer_list<log::Field> fields) {
    log::Configure(Severity::kInfo, format);
    ::testing::internal::CaptureStderr();
    log::Warning("OTTB", "a slot was lost", fields);
    return ::testing::internal::GetCapturedStderr();
  }
  std::vector<log::Line> lines_;
};

TEST_F(Log, GivesSinksTheSentenceAndTheNamedValues) {
  const Instant before = SystemClock().Now();
  ::testing::internal::CaptureStderr();
  log::Info("POINT", "signed in",
            {{"user", "admin"}, {"attempt", 3}, {"ms", 1.5}, {"tags", json::array{"a"}}});
  ::testing::internal::GetCapturedStderr();
  ASSERT_THAT(lines_, SizeIs(1));
  EXPECT_EQ(lines_[0].module, "POINT");
  EXPECT_EQ(lines_[0].message, "signed in");
  EXPECT_EQ(lines_[0].severity, Severity::kInfo);
  EXPECT_GE(lines_[0].at, before);
  EXPECT_EQ(lines_[0].fields,
            (json::object{{"user", "admin"}, {"attempt", 3}, {"ms", 1.5}, {"tags", {"a"}}}));
}

TEST_F(Log, DropsLinesBelowTheConfiguredLevel) {
  log::Configure(Severity::kWarning, log::Format::kText);
  ::testing::internal::CaptureStderr();
  log::Debug("A", "no");
  log::Info("A", "no");
  log::Warning("A", "yes");
  log::Error("A", "yes");
  ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(lines_, SizeIs(2));
  EXPECT_FALSE(log::Enabled(Severity::kInfo));
  EXPECT_TRUE(log::Enabled(Severity::kWarning));
}

TEST_F(Log, PrintsOneTextLineWithSafeValues) {
  const std::string text =
      Printed(log::Format::kText, {{"slot", 44}, {"name", "one"}, {"cause", "two words\nforged line"}});
  EXPECT_THAT(text, MatchesRegex("[0-9T:.-]+Z warning OTTB      a slot was lost  slot=44  name=one  "
                                 "cause=\"two words\\\\nforged line\"\n"));
}

TEST_F(Log, PrintsJsonThatParses) {
  const json::value value = ParseJson(Printed(log::Format::kJson, {{"slot", 44}, {"cause", "a \"b\"\n"}}));
  const json::object& line = value.as_object();
  EXPECT_TRUE(ParseRfc3339(line.at("ts").as_string()));
  EXPECT_EQ(line.at("severity"), "warning");
  EXPECT_EQ(line.at("module"), "OTTB");
  EXPECT_EQ(line.at("message"), "a slot was lost");
  EXPECT_EQ(line.at("slot"), 44);
  EXPECT_EQ(line.at("cause"), "a \"b\"\n");
}

TEST_F(Log, IsSafeFromManyThreads) {
  ::testing::internal::CaptureStderr();
  {
    std::vector<std::jthread> writers;
    for (int i = 0; i < 4; ++i) {
      writers.emplace_back([i] {
        for (int n = 0; n < 100; ++n) log::Info("TEST", "line", {{"thread", i}, {"n", n}});
      });
    }
  }
  const std::string printed = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(lines_, SizeIs(400));
  EXPECT_EQ(std::ranges::count(printed, '\n'), 400);
}

TEST(LogSeverity, ReadsBackItsNames) {
  for (const Severity severity : {Severity::kDebug, Severity::kInfo, Severity::kWarning, Severity::kError}) {
    EXPECT_EQ(log::ParseSeverity(log::ToString(severity)), severity);
  }
  EXPECT_FALSE(log::ParseSeverity("fatal"));
}
}  // namespace
}  // namespace vss
