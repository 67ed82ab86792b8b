#include "sip/exchange/number_plan.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace vss::sip {
namespace {

TEST(NumberPlan, ListsEachNumberOnce) {
  std::set<std::string_view> numbers;
  for (const NumberPlan& plan : AllNumberPlans())
    EXPECT_TRUE(numbers.insert(plan.number).second) << plan.number;
}

TEST(NumberPlan, LetsAnyE164NumberAnswerAndTalk) {
  const NumberPlan* plan = FindNumberPlan("+79161234567");
  ASSERT_NE(plan, nullptr);
  EXPECT_EQ(plan->status, 200);
  EXPECT_EQ(plan->talk, Talk::kSpeech);
}

TEST(NumberPlan, KnowsNothingThatIsNoNumber) {
  for (const char* text : {"", "+", "abc", "9003", "+7999000000x", "79990000001", "+0123456789", "+123456",
                           "+1234567890123456"}) {
    EXPECT_EQ(FindNumberPlan(text), nullptr) << text;
  }
}

TEST(NumberPlan, RedirectsOnlyToNumbersThatExist) {
  for (const NumberPlan& plan : AllNumberPlans()) {
    EXPECT_EQ(plan.status == 302, !plan.redirect.empty()) << plan.number;
    if (plan.status == 302) EXPECT_NE(FindNumberPlan(plan.redirect), nullptr) << plan.number;
  }
}

TEST(NumberPlan, IsDocumentedRowByRow) {
  std::ifstream file(VSS_SOURCE_DIR "/docs/reference/test-exchange.md");
  std::stringstream text;
  text << file.rdbuf();
  for (const NumberPlan& plan : AllNumberPlans()) {
    EXPECT_NE(text.str().find(fmt::format("| `{}` |", plan.number)), std::string::npos) << plan.number;
  }
}
}  // namespace
}  // namespace vss::sip
