#include "ottb/calls/call_usage.hpp"

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

struct Cap {
  std::string_view whose;
  std::chrono::minutes limit;
  std::chrono::milliseconds used;
};

std::chrono::seconds Left(const Cap& cap, const std::string& day, Instant now) {
  const auto left = std::chrono::floor<std::chrono::seconds>(cap.limit - cap.used);
  if (left.count() > 0) return left;
  throw Error(ErrorCode::kLimitReached,
              fmt::format("the {} minutes that {} may talk a day are used up", cap.limit.count(), cap.whose),
              {{"limit", cap.whose},
               {"limit_minutes", cap.limit.count()},
               {"used_minutes", std::chrono::floor<std::chrono::minutes>(cap.used).count()}})
      .RetryAfter(UntilTomorrow(day, now));
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

std::chrono::seconds MinutesLeft(Transaction& tx, const DialSettings& dial, const Call& call, Instant now) {
  const std::string day = DayOf(now);
  auto left = std::chrono::seconds::max();
  if (dial.user_a_day.count() > 0 && call.user_id) {
    const auto used =
        tx.usage().Of({day, UserScope(*call.user_id)}) + tx.usage().RunningOfUser(*call.user_id, now);
    left = std::min(left, Left({"a user", dial.user_a_day, used}, day, now));
  }
  if (dial.trunk_a_day.count() > 0) {
    const auto used =
        tx.usage().Of({day, TrunkScope(call.trunk_id)}) + tx.usage().RunningOfTrunk(call.trunk_id, now);
    left = std::min(left, Left({"a trunk", dial.trunk_a_day, used}, day, now));
  }
  return left;
}
}  // namespace vss::ottb
