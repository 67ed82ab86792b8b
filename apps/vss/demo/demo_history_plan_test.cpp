#include "demo/demo_history_plan.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/local_time.hpp"
#include "demo/demo_people.hpp"

namespace vss::demo {
namespace {
// A Thursday evening.
const Instant kNow = ParseRfc3339("2026-11-26T17:30:00Z").value();
const HistoryPlan& Plan() {
  static const HistoryPlan kPlan = PlanHistory({}, kNow, 7);
  return kPlan;
}

TEST(DemoHistory, IsThreeWeeksOfFiftySeats) {
  std::set<std::string> days;
  std::map<int, int> calls_of_seat;
  for (const PlannedCall& call : Plan().calls) {
    days.insert(LocalDay(call.started_at));
    if (call.kind == PlannedCall::Kind::kSeat) ++calls_of_seat[call.worker];
  }
  EXPECT_EQ(days.size(), 18U) << "21 days without their Sundays";
  EXPECT_EQ(DaysBetween(*days.begin(), *days.rbegin()), 20);
  EXPECT_EQ(calls_of_seat.size(), 50U);
  for (const auto& [seat, calls] : calls_of_seat) EXPECT_GT(calls, 150) << seat;
  EXPECT_GT(Plan().calls.size(), 12'000U);
  EXPECT_LT(Plan().calls.size(), 40'000U);
}

TEST(DemoHistory, CallsNoNumberAndFromNoTelephoneTwiceAtOnce) {
  std::map<int, Instant> lead_until;
  std::map<std::pair<PlannedCall::Kind, int>, Instant> worker_until;
  for (const PlannedCall& call : Plan().calls) {
    EXPECT_GT(call.started_at, lead_until[call.lead]);
    EXPECT_GE(call.started_at, (worker_until[{call.kind, call.worker}]));
    lead_until[call.lead] = call.ended_at;
    worker_until[{call.kind, call.worker}] = call.ended_at;
  }
}

TEST(DemoHistory, HasCallsWhoseTimesAndCausesAgree) {
  for (const PlannedCall& call : Plan().calls) {
    EXPECT_EQ(call.answered_at.has_value(), call.cause == ottb::HangupReason::kNormal);
    if (call.answered_at) EXPECT_GE(*call.answered_at, *call.ringing_at);
    if (call.ringing_at) EXPECT_GE(*call.ringing_at, call.started_at);
    EXPECT_GT(call.ended_at, call.answered_at.value_or(call.started_at));
    EXPECT_LT(call.ended_at, kNow);
  }
}

TEST(DemoHistory, LeavesNobodyWonWhoWasNeverTalkedTo) {
  std::set<int> called, talked;
  for (const PlannedCall& call : Plan().calls) {
    called.insert(call.lead);
    if (call.answered_at) talked.insert(call.lead);
    EXPECT_GT(call.started_at, Plan().leads.at(static_cast<std::size_t>(call.lead)).created_at);
  }
  std::map<crm::LeadStatus, int> statuses;
  for (int i = 0; i < static_cast<int>(Plan().leads.size()); ++i) {
    const PlannedLead& lead = Plan().leads.at(static_cast<std::size_t>(i));
    EXPECT_EQ(lead.last_call_at.has_value(), called.contains(i));
    EXPECT_EQ(lead.status == crm::LeadStatus::kNew, !talked.contains(i));
    ++statuses[lead.status];
  }
  EXPECT_EQ(statuses.size(), crm::kLeadStatusNames.size()) << "there is somebody in every status";
}

TEST(DemoHistory, KnowsWhenItsOperatorsSignedIn) {
  std::map<int, Instant> last_call;
  for (const PlannedCall& call : Plan().calls)
    if (call.kind == PlannedCall::Kind::kSeat) last_call[call.worker] = call.started_at;
  for (const auto& [seat, at] : last_call) {
    const auto signed_in = Plan().signed_in.at(static_cast<std::size_t>(seat));
    ASSERT_TRUE(signed_in) << seat;
    EXPECT_EQ(LocalDay(*signed_in), LocalDay(at)) << seat;
    EXPECT_LT(*signed_in, at);
  }
}

// The town's numbers (docs/reference/test-exchange.md): whoever calls one of the list hears what it says.
TEST(DemoHistory, EndsCallsAsTheTestExchangeDoes) {
  using enum ottb::HangupReason;
  const std::map<char, ottb::HangupReason> never_answer = {
      {'6', kNoAnswer}, {'7', kBusy}, {'8', kDeclined}, {'9', kUnreachable}};
  std::map<char, std::set<ottb::HangupReason>> causes;
  for (const PlannedCall& call : Plan().calls) causes[PersonOf(call.lead).phone.back()].insert(call.cause);
  ASSERT_EQ(causes.size(), 10U);
  for (auto& [digit, seen] : causes) {
    seen.erase(kCongestion);
    seen.erase(kCancelled);
    const auto known = never_answer.find(digit);
    EXPECT_EQ(seen, std::set{known == never_answer.end() ? kNormal : known->second}) << digit;
  }
  for (int i = 0; i < static_cast<int>(Plan().leads.size()); ++i) {
    const crm::LeadStatus status = Plan().leads.at(static_cast<std::size_t>(i)).status;
    const char digit = PersonOf(i).phone.back();
    if (never_answer.contains(digit)) EXPECT_EQ(status, crm::LeadStatus::kNew) << i;
    if (digit == '5')
      EXPECT_TRUE(status == crm::LeadStatus::kNew || status == crm::LeadStatus::kCallback) << i;
  }
}

TEST(DemoHistory, GoesOnUntilNowWheneverThatIs) {
  for (const char* time : {"2026-11-26T12:00:00Z", "2026-11-26T03:00:00Z", "2026-11-26T20:30:00Z",
                           "2026-11-26T23:59:00Z", "2026-11-29T11:00:00Z"}) {
    const Instant now = ParseRfc3339(time).value();
    const HistoryPlan plan = PlanHistory({}, now, 7);
    for (int quarter = 0; quarter < 4; ++quarter) {
      const Instant to = now - quarter * std::chrono::minutes(15), from = to - std::chrono::minutes(15);
      const auto calls = std::ranges::count_if(plan.calls, [&](const PlannedCall& call) {
        return call.started_at >= from && call.started_at < to;
      });
      EXPECT_GT(calls, 3) << time << ", quarter " << quarter;
    }
  }
}

TEST(DemoHistory, MayBeginBeforeTheCentreOpens) {
  const HistoryPlan plan = PlanHistory({}, ParseRfc3339("2026-11-26T03:00:00Z").value(), 7);
  EXPECT_FALSE(plan.calls.empty());
  EXPECT_LT(plan.calls.back().ended_at, ParseRfc3339("2026-11-26T03:00:00Z").value());
}
}  // namespace
}  // namespace vss::demo
