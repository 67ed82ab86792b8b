#include "workspace/reports/dashboard_service.hpp"

#include "base/local_time.hpp"

namespace vss::reports {
namespace {
constexpr std::chrono::seconds kFresh{1};
constexpr std::size_t kMinutes = 60;
constexpr std::size_t kMostTrunks = 1000, kMostTroubled = 50;

struct Moment {
  Instant now, day;       ///< the beginning of today
  std::size_t hours = 0;  ///< that began today
  Instant minutes_from;
};

Moment MomentOf(Instant now) {
  const Instant day = StartOfLocalDay(now);
  const auto minute = std::chrono::floor<std::chrono::minutes>(now);
  return {.now = now,
          .day = day,
          .hours = static_cast<std::size_t>(std::chrono::floor<std::chrono::hours>(now - day).count()) + 1,
          .minutes_from = minute - std::chrono::minutes(kMinutes - 1)};
}

// An hour that lies outside of today (the clock was set) counts nowhere.
void Add(std::vector<std::int64_t>& hours, std::int64_t hour, std::int64_t calls) {
  if (hour >= 0 && hour < static_cast<std::int64_t>(hours.size()))
    hours[static_cast<std::size_t>(hour)] += calls;
}

void ReadToday(Transaction& tx, Dashboard& out, std::vector<std::int64_t>& hours) {
  for (const PeriodNumbers& day : tx.totals().Periods(TotalSpan::kDay, out.day, out.day))
    out.today = day.numbers;
  for (const KeyNumbers& cause : tx.totals().Keys(TotalScope::kCause, TotalSpan::kDay, out.day, out.day))
    out.by_cause.emplace(cause.key, cause.numbers.orders());
  for (const PeriodNumbers& hour : tx.totals().Periods(TotalSpan::kHour, out.day + "+00", out.day + "+99"))
    Add(hours, std::stoll(hour.period.substr(out.day.size() + 1)), hour.numbers.orders());
}

void ReadOwn(Transaction& tx, const Moment& moment, const RowScope& scope, Dashboard& out,
             std::vector<std::int64_t>& hours) {
  for (const OwnCalls& own : tx.calls().Own(scope, moment.day)) {
    out.today += own.numbers;
    if (own.numbers.answered == 0) out.by_cause[own.cause] += own.numbers.orders();
    Add(hours, own.hour, own.numbers.orders());
  }
}

CentreNow ReadCentre(Transaction& tx) {
  return {.slots = tx.centre().Slots(),
          .trunks = tx.centre().Trunks(kMostTrunks),
          .troubled = tx.centre().Troubled(kMostTroubled),
          .registrations = tx.centre().Registrations(),
          .recordings = tx.centre().Recordings()};
}

}  // namespace

Dashboard DashboardService::ReadAll(Transaction& tx, const Scopes& scopes, Instant now) {
  const Moment moment = MomentOf(now);
  const RowScope& scope = scopes.calls;
  Dashboard out{.at = moment.now, .reach = scope.reach, .day = LocalDay(moment.now)};
  std::vector<std::int64_t> hours(moment.hours, 0);
  if (scope.all()) {
    ReadToday(tx, out, hours);
    out.centre = ReadCentre(tx);
  } else {
    ReadOwn(tx, moment, scope, out, hours);
  }
  for (const RunningCalls& running : tx.calls().Running(scope, moment.day)) {
    out.running[running.state] += running.calls;
    Add(hours, running.hour, running.calls);
  }
  auto runs = tx.uptime().Since(std::min(moment.day, moment.minutes_from));
  runs.push_back({.from = now, .to = now});  // it runs now, whether this minute's mark is written yet or not
  const auto minutes = tx.calls().Ordered(scope, moment.minutes_from, std::chrono::minutes(1), kMinutes);
  out.per_minute = MakeSeries(moment.minutes_from, std::chrono::minutes(1), minutes, runs);
  out.per_hour = MakeSeries(moment.day, std::chrono::hours(1), hours, runs);
  out.leads_reach = scopes.leads.reach;
  out.leads = tx.centre().LeadsByStatus(scopes.leads);
  return out;
}

Task<std::shared_ptr<const Dashboard>> DashboardService::Get(const Principal& principal) {
  Scopes scopes{ScopeOf(principal, ScopedResource::kReports), ScopeOf(principal, ScopedResource::kLeads)};
  if (!scopes.all()) co_return co_await Read(std::move(scopes));
  const bool fresh = latest_ && clock_.SteadyNow() - read_at_ < kFresh;
  if (fresh || (latest_ && reading_)) co_return latest_;
  reading_ = true;
  try {
    latest_ = co_await Read({});
    read_at_ = clock_.SteadyNow();
  } catch (...) {
    latest_.reset();  // better an error than numbers of long ago
    reading_ = false;
    throw;
  }
  reading_ = false;
  co_return latest_;
}

Task<std::shared_ptr<const Dashboard>> DashboardService::Read(Scopes scopes) {
  const Instant now = clock_.Now();
  const Steady asked = clock_.SteadyNow();
  Dashboard read = co_await store_.Read([&](Transaction& tx) { return ReadAll(tx, scopes, now); });
  read.read_took = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.SteadyNow() - asked);
  co_return std::make_shared<const Dashboard>(std::move(read));
}
}  // namespace vss::reports
