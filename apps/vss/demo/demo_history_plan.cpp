#include "demo/demo_history_plan.hpp"

#include <cmath>
#include <queue>
#include <random>

#include "base/local_time.hpp"
#include "demo/demo_people.hpp"

namespace vss::demo {
namespace {
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::chrono::hours kOpens{9}, kCloses{18};
constexpr minutes kLunch{45};
constexpr minutes kRest{20};  // before a number is called again
constexpr std::chrono::hours kOnDuty{2};
constexpr int kDutyOf = 3;  // one seat in three

/// What becomes of calls to somebody in the test exchange's town, by the number's last digit.
enum class Fate : std::uint8_t { kTalks, kMachine, kSilent, kBusy, kDeclines, kUnreachable };
Fate FateOf(char last_digit) {
  switch (last_digit) {
    case '5':
      return Fate::kMachine;
    case '6':
      return Fate::kSilent;
    case '7':
      return Fate::kBusy;
    case '8':
      return Fate::kDeclines;
    case '9':
      return Fate::kUnreachable;
    default:
      return Fate::kTalks;
  }
}

/// One who calls, on one day.
struct Shift {
  Instant next;  ///< call
  Instant lunch, end;
  PlannedCall::Kind kind = PlannedCall::Kind::kSeat;
  int worker = 0;
  bool operator>(const Shift& other) const { return next > other.next; }
};

class Planner {
 public:
  Planner(const HistoryShape& shape, Instant now, std::uint32_t seed)
      : shape_(shape), now_(now), dice_(seed) {
    const std::string today = LocalDay(now);
    for (int back = shape.days - 1; back >= 0; --back) days_.push_back(AddDays(today, -back));
    plan_.from = DayStart(days_.front());
    plan_.signed_in.resize(static_cast<std::size_t>(shape.seats));
    MakeLeads();
  }

  HistoryPlan Run() {
    for (const std::string& day : days_) Work(day);
    return std::move(plan_);
  }

 private:
  static Instant DayStart(const std::string& day) { return ParseLocalDay(day, DayEdge::kStart).value(); }

  // 0 is Monday.
  static int Weekday(const std::string& day) { return ((DaysBetween("2024-01-01", day) % 7) + 7) % 7; }

  int Roll(int sides) { return static_cast<int>(dice_() % static_cast<std::uint32_t>(sides)); }
  seconds Between(int fewest, int most) { return seconds(fewest + Roll(most - fewest + 1)); }

  // Half of them are there at the beginning; the others come in the mornings.
  void MakeLeads() {
    for (int i = 0; i < shape_.leads; ++i) {
      const auto day = i < shape_.leads / 2 ? std::size_t{0}
                                            : static_cast<std::size_t>(i - shape_.leads / 2) * days_.size() /
                                                  static_cast<std::size_t>(shape_.leads - shape_.leads / 2);
      const Instant created = DayStart(days_.at(day)) + std::chrono::hours(8) + Between(0, 3000);
      plan_.leads.push_back({.created_at = std::min(created, now_)});
      fates_.push_back(FateOf(PersonOf(i % kPeople).phone.back()));
    }
    free_at_.assign(plan_.leads.size(), Instant{});
  }

  void Work(const std::string& day) {
    const int weekday = Weekday(day);
    const bool today = day == days_.back();
    if (weekday == 6 && !today) return;
    std::priority_queue<Shift, std::vector<Shift>, std::greater<>> shifts;
    for (int i = 0; i < shape_.seats; ++i) {
      const bool on_duty = today && i % kDutyOf == 0;
      // One in three works on a Saturday; one in twenty is ill or on holiday.
      const bool away = weekday == 6 || (weekday == 5 && i % 3 != 0) || Roll(20) == 0;
      if (away && !on_duty) continue;
      Shift shift = ShiftOn(day, PlannedCall::Kind::kSeat, i);
      if (on_duty) StayUntilNow(shift);
      if (shift.next < now_) plan_.signed_in.at(static_cast<std::size_t>(i)) = shift.next - Between(60, 900);
      shifts.push(shift);
    }
    for (int i = 0; i < shape_.robots && weekday != 6; ++i)
      shifts.push(ShiftOn(day, PlannedCall::Kind::kRobot, i));
    while (!shifts.empty()) {
      Shift shift = shifts.top();
      shifts.pop();
      if (Call(shift)) shifts.push(shift);
    }
  }

  Shift ShiftOn(const std::string& day, PlannedCall::Kind kind, int worker) {
    const Instant start = DayStart(day);
    return {.next = start + kOpens + Between(0, 1500),
            .lunch = start + std::chrono::hours(12) + minutes(Roll(8) * 15),
            .end = start + kCloses - Between(0, 1200),
            .kind = kind,
            .worker = worker};
  }

  // Somebody looks at the demo in the evening, at night, on a Sunday: the last hours are not empty.
  void StayUntilNow(Shift& shift) {
    shift.next = std::min(shift.next, now_ - kOnDuty + Between(0, 1200));
    shift.end = std::max(shift.end, now_);
    if (shift.lunch < shift.next) shift.lunch = Instant::max();
  }

  // Places one call and puts the shift forward; false: the day is over.
  bool Call(Shift& shift) {
    if (shift.kind == PlannedCall::Kind::kSeat && shift.next >= shift.lunch) {
      shift.next = std::max(shift.next, shift.lunch + kLunch);
      shift.lunch = Instant::max();
    }
    if (shift.next >= shift.end || shift.next >= now_) return false;
    const auto lead = ChooseLead(shift.next);
    if (!lead) {
      shift.next += minutes(5);
      return true;
    }
    const PlannedCall call = MakeCall(shift, *lead);
    if (call.ended_at >= now_) {  // there may be time for a shorter one
      shift.next += minutes(1);
      return true;
    }
    Follow(call);
    plan_.calls.push_back(call);
    shift.next =
        call.ended_at + (shift.kind == PlannedCall::Kind::kSeat ? Between(240, 1500) : Between(300, 1200));
    return true;
  }

  std::optional<int> ChooseLead(Instant at) {
    for (int attempt = 0; attempt < 12; ++attempt) {
      const int lead = Roll(shape_.leads);
      const PlannedLead& known = plan_.leads.at(static_cast<std::size_t>(lead));
      const bool over = known.status == crm::LeadStatus::kWon || known.status == crm::LeadStatus::kLost ||
                        known.status == crm::LeadStatus::kDoNotCall;
      if (!over && known.created_at < at && free_at_.at(static_cast<std::size_t>(lead)) <= at) return lead;
    }
    return std::nullopt;
  }

  PlannedCall MakeCall(const Shift& shift, int lead) {
    using enum ottb::HangupReason;
    PlannedCall call{.kind = shift.kind, .worker = shift.worker, .lead = lead, .started_at = shift.next};
    const Fate fate = fates_.at(static_cast<std::size_t>(lead));
    call.cause = CauseOf(fate);
    const Instant reached = call.started_at + std::chrono::milliseconds(700 + Roll(2600));
    if (call.cause == kBusy || call.cause == kUnreachable || call.cause == kCongestion) {
      call.ended_at = reached;
      return call;
    }
    call.ringing_at = reached;
    const seconds ring = call.cause == kNoAnswer ? Between(30, 45) : Between(3, 24);
    call.ended_at = reached + ring;
    if (call.cause != kNormal) return call;
    call.answered_at = call.ended_at;
    const bool talks = shift.kind == PlannedCall::Kind::kSeat && fate == Fate::kTalks;
    call.ended_at += talks ? Talk() : Between(12, 50);
    return call;
  }

  // One call in a hundred finds no line; of those that ring, some are given up.
  ottb::HangupReason CauseOf(Fate fate) {
    using enum ottb::HangupReason;
    const int roll = Roll(100);
    if (roll == 0) return kCongestion;
    const bool given_up = roll < 9;
    switch (fate) {
      case Fate::kTalks:
      case Fate::kMachine:
        return given_up ? kCancelled : kNormal;
      case Fate::kSilent:
        return given_up ? kCancelled : kNoAnswer;
      case Fate::kBusy:
        return kBusy;
      case Fate::kDeclines:
        return given_up ? kCancelled : kDeclined;
      case Fate::kUnreachable:
        return kUnreachable;
    }
    return kNormal;
  }

  // Most talks are short, and a few are long.
  seconds Talk() {
    const double share = static_cast<double>(Roll(1000)) / 1000;
    return seconds(15 + Roll(60) + static_cast<int>(900 * share * share * share * share + 220 * share));
  }

  void Follow(const PlannedCall& call) {
    PlannedLead& lead = plan_.leads.at(static_cast<std::size_t>(call.lead));
    lead.last_call_at = call.ended_at;
    free_at_.at(static_cast<std::size_t>(call.lead)) = call.ended_at + kRest;
    if (!call.answered_at) return;
    if (fates_.at(static_cast<std::size_t>(call.lead)) == Fate::kMachine) {
      lead.status = crm::LeadStatus::kCallback;  // nobody was talked to
      return;
    }
    if (call.kind == PlannedCall::Kind::kSeat) lead.status = After(lead.status);
    if (lead.status == crm::LeadStatus::kNew) lead.status = crm::LeadStatus::kContacted;
  }

  crm::LeadStatus After(crm::LeadStatus status) {
    using enum crm::LeadStatus;
    const int roll = Roll(100);
    switch (status) {
      case kNew:
        return kContacted;
      case kContacted:
        return roll < 18   ? kQualified
               : roll < 45 ? kCallback
               : roll < 53 ? kLost
               : roll < 54 ? kDoNotCall
                           : kContacted;
      case kCallback:
        return roll < 22 ? kQualified : roll < 30 ? kLost : kCallback;
      case kQualified:
        return roll < 14 ? kWon : roll < 22 ? kLost : roll < 40 ? kCallback : kQualified;
      default:
        return status;
    }
  }

  const HistoryShape shape_;
  const Instant now_;
  std::mt19937 dice_;
  std::vector<std::string> days_;
  std::vector<Instant> free_at_;  ///< when each lead may be called again
  std::vector<Fate> fates_;       ///< of each lead
  HistoryPlan plan_;
};
}  // namespace

HistoryPlan PlanHistory(const HistoryShape& shape, Instant now, std::uint32_t seed) {
  HistoryPlan plan = Planner(shape, now, seed).Run();
  std::ranges::sort(plan.calls, {}, &PlannedCall::started_at);
  return plan;
}
}  // namespace vss::demo
