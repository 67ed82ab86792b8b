#include "ottb/calls/call_usage.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.hpp"
#include "base/local_time.hpp"

namespace vss::ottb {
namespace {
std::string UserScope(const std::string& user) { return "user:" + user; }
std::string TrunkScope(TrunkId trunk) { return "trunk:" + trunk.str(); }

std::chrono::seconds UntilTomorrow(const std::string& day, Instant now) {
  const auto tomorrow = ParseLocalDay(day, DayEdge::kEnd);
  return tomorrow ? std::chrono::ceil<std::chrono::seconds>(*tomorrow - now) : std::chrono::hours(1);
}

// What each call that is up takes for granted, also while it rings: so those that begin at one moment cannot
// all take what is left. Beyond it a call is seen within kCapsEvery.
constexpr std::chrono::minutes kReserved{1};

struct Cap {
  std::string_view whose;
  std::chrono::minutes limit;
  std::chrono::milliseconds ended;
  RunningUsage running;

  std::chrono::milliseconds used() const { return ended + running.talk; }
};

std::chrono::seconds Left(const Cap& cap, const std::string& day, Instant now) {
  const auto reserved = kReserved * cap.running.calls;
  const auto left = std::chrono::floor<std::chrono::seconds>(cap.limit - cap.used() - reserved);
  if (left.count() > 0) return left;
  throw Error(ErrorCode::kLimitReached,
              fmt::format("the {} minutes that {} may talk a day are used up{}", cap.limit.count(), cap.whose,
                          cap.running.calls > 0 ? ", or taken by calls that are up" : ""),
              {{"limit", cap.whose},
               {"limit_minutes", cap.limit.count()},
               {"used_minutes", std::chrono::floor<std::chrono::minutes>(cap.used()).count()},
               {"reserved_minutes", reserved.count()}})
      .RetryAfter(UntilTomorrow(day, now));
}
// What the calls that `mine` names talked by their own time.
RunningUsage Timed(RunningUsage running, const ClockLeads& leads, const auto& mine) {
  for (const ClockLead& call : leads) {
    if (call.answered && mine(call)) running.talk -= call.lead;
  }
  return running;
}

std::chrono::milliseconds LeadOver(CallId id, const ClockLeads& leads) {
  const auto found = std::ranges::find(leads, id, &ClockLead::id);
  return found == leads.end() ? std::chrono::milliseconds(0) : found->lead;
}
}  // namespace

std::string DayOf(Instant at) { return LocalDay(at); }

void CountUsage(Transaction& tx, const Call& call) {
  if (!call.answered_at || !call.ended_at) return;
  const auto talk = *call.ended_at - *call.answered_at;
  if (talk.count() <= 0) return;
  const std::string day = DayOf(*call.ended_at);
  if (call.user_id) tx.usage().Add({day, UserScope(*call.user_id)}, talk);
  tx.usage().Add({day, TrunkScope(call.trunk_id)}, talk);
}

std::chrono::seconds MinutesLeft(Transaction& tx, const DialSettings& dial, const Call& call,
                                 const CapsMoment& at) {
  const Instant now = at.now;
  const std::string day = DayOf(now);
  auto left = std::chrono::seconds::max();
  if (dial.user_a_day.count() > 0 && call.user_id) {
    left =
        std::min(left, Left({.whose = "a user",
                             .limit = dial.user_a_day,
                             .ended = tx.usage().Of({day, UserScope(*call.user_id)}),
                             .running = Timed(tx.usage().RunningOfUser(*call.user_id, now), at.leads,
                                              [&](const ClockLead& c) { return c.user_id == call.user_id; })},
                            day, now));
  }
  if (dial.trunk_a_day.count() > 0) {
    left = std::min(left,
                    Left({.whose = "a trunk",
                          .limit = dial.trunk_a_day,
                          .ended = tx.usage().Of({day, TrunkScope(call.trunk_id)}),
                          .running = Timed(tx.usage().RunningOfTrunk(call.trunk_id, now), at.leads,
                                           [&](const ClockLead& c) { return c.trunk_id == call.trunk_id; })},
                         day, now));
  }
  return left;
}

std::vector<CallId> BeyondCaps(Transaction& tx, const DialSettings& dial, const std::vector<Call>& running,
                               const CapsMoment& at) {
  struct Scope {
    std::chrono::milliseconds talk{0};
    std::chrono::minutes limit{0};
    std::vector<CallId> calls;
  };
  std::map<std::string, Scope> scopes;
  const auto count = [&](std::string name, std::chrono::minutes limit, const Call& call) {
    if (limit.count() == 0) return;
    Scope& scope = scopes[std::move(name)];
    scope.limit = limit;
    scope.calls.push_back(call.id);
    scope.talk += std::chrono::duration_cast<std::chrono::milliseconds>(at.now - LeadOver(call.id, at.leads) -
                                                                        *call.answered_at);
  };
  for (const Call& call : running) {
    if (!call.answered_at) continue;
    if (call.user_id) count(UserScope(*call.user_id), dial.user_a_day, call);
    count(TrunkScope(call.trunk_id), dial.trunk_a_day, call);
  }
  std::set<CallId> beyond;
  const std::string day = DayOf(at.now);
  for (const auto& [name, scope] : scopes) {
    if (tx.usage().Of({day, name}) + scope.talk >= scope.limit)
      beyond.insert(scope.calls.begin(), scope.calls.end());
  }
  return {beyond.begin(), beyond.end()};
}
}  // namespace vss::ottb
