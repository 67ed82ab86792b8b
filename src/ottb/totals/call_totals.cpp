#include "ottb/totals/call_totals.hpp"

#include "base/local_time.hpp"

namespace vss::ottb {
namespace {
CallNumbers NumbersOf(const CountedCall& call) {
  // The number was not called: no attempt to reach anybody. The line was taken all the same.
  if (call.disposition == Disposition::kNotPlaced) return {.not_placed = 1, .line = call.duration};
  CallNumbers numbers{
      .attempts = 1, .rang = call.rang ? 1 : 0, .ring = call.ring, .talk = call.talk, .line = call.duration};
  switch (call.disposition) {
    case Disposition::kAnswered:
      numbers.answered = 1;
      break;
    case Disposition::kBusy:
      numbers.busy = 1;
      break;
    case Disposition::kNoAnswer:
      numbers.no_answer = 1;
      break;
    case Disposition::kFailed:
      numbers.failed = 1;
      break;
    case Disposition::kCancelled:
      numbers.cancelled = 1;
      break;
    case Disposition::kNotPlaced:
      break;
  }
  return numbers;
}

// Hours since the day began, not the clock's: a day whose clock changes has 23 or 25 of them.
std::string HourOf(const std::string& day, Instant at) {
  const auto since = at - ParseLocalDay(day, DayEdge::kStart).value();
  return fmt::format("{}+{:02}", day, std::chrono::floor<std::chrono::hours>(since).count());
}

std::string MonthOf(const std::string& day) { return day.substr(0, 7); }
}  // namespace

CountedCall CountedOf(const Cdr& cdr) {
  const Call& call = cdr.call;
  return {.started_at = call.started_at,
          .slot_id = call.slot_id,
          .line = call.line,
          .user_id = call.user_id,
          .campaign_id = call.campaign_id,
          .username = call.username,
          .disposition = cdr.disposition,
          .cause = call.hangup_cause.value_or(HangupReason::kSystem),
          .rang = call.ringing_at.has_value(),
          .ring = cdr.ring,
          .talk = cdr.talk,
          .duration = cdr.duration};
}

void CallTotals::Count(const CountedCall& call) {
  const std::string day = LocalDay(call.started_at);
  const CallNumbers numbers = NumbersOf(call);
  sums_[{TotalScope::kAll, TotalSpan::kHour, HourOf(day, call.started_at), ""}].numbers += numbers;
  Add(TotalScope::kAll, day, "", "", numbers);
  if (numbers.answered == 0)
    Add(TotalScope::kCause, day, std::string(Describe(call.cause).name), "", numbers);
  if (call.user_id) Add(TotalScope::kUser, day, *call.user_id, call.username, numbers);
  Add(TotalScope::kSlot, day, call.slot_id.str(), std::to_string(call.line), numbers);
  if (call.campaign_id) Add(TotalScope::kCampaign, day, *call.campaign_id, "", numbers);
}

void CallTotals::Count(const CountedFault& fault) {
  Add(TotalScope::kSlot, LocalDay(fault.at), fault.slot_id.str(),
      fault.line == 0 ? "" : std::to_string(fault.line), {.faults = 1});
}

void CallTotals::Add(TotalScope scope, const std::string& day, std::string key, const std::string& name,
                     const CallNumbers& numbers) {
  for (const auto& [span, period] :
       {std::pair(TotalSpan::kDay, day), std::pair(TotalSpan::kMonth, MonthOf(day))}) {
    Sum& sum = sums_[{scope, span, period, key}];
    sum.numbers += numbers;
    if (!name.empty()) sum.name = name;
  }
}
}  // namespace vss::ottb
