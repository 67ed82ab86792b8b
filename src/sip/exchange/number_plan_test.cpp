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

TEST(NumberPlan, HasATownWhoseLastDigitDecides) {
  for (int digit = 0; digit < 10; ++digit) {
    const NumberPlan& plan = TownNumberPlans()[static_cast<std::size_t>(digit)];
    EXPECT_EQ(FindNumberPlan(fmt::format("+7999001123{}", digit)), &plan);
    EXPECT_EQ(plan.number, fmt::format("+7999001xxx{}", digit));
  }
  EXPECT_EQ(FindNumberPlan("+799900112377")->what, FindNumberPlan("+79161234567")->what);  // a digit too many
}

TEST(NumberPlan, IsDocumentedRowByRow) {
  std::ifstream file(VSS_SOURCE_DIR "/docs/reference/test-exchange.md");
  std::stringstream text;
  text << file.rdbuf();
  std::vector<NumberPlan> plans(AllNumberPlans().begin(), AllNumberPlans().end());
  plans.insert(plans.end(), TownNumberPlans().begin(), TownNumberPlans().end());
  for (const NumberPlan& plan : plans) {
    EXPECT_NE(text.str().find(fmt::format("| `{}` |", plan.number)), std::string::npos) << plan.number;
  }
}
}  // namespace
}  // namespace vss::sip
