#pragma once
#include "ottb/calls/clock_lead.hpp"
#include "ottb/ports/store.hpp"
#include "ottb/settings.hpp"

/// Minutes a day, for each user and each trunk (domain.md, Compliance: toll fraud).
namespace vss::ottb {

/// When the caps are looked at, and the calls that this time does not fit since the clock was set.
struct CapsMoment {
  Instant now;
  const ClockLeads& leads;
};

/// The centre's day that `at` lies in: 2026-01-15.
std::string DayOf(Instant at);

/// Counts what an ended call talked.
void CountUsage(Transaction& tx, const Call& call);

/// How often running calls are held against the caps: so much may each of them overrun.
inline constexpr std::chrono::seconds kCapsEvery{5};

/// What the caps leave for another call now, when each that is up takes a minute besides what it talked.
/// Throws kLimitReached when it is nothing. In the transaction that inserts the call, so that calls which
/// begin at one moment see each other.
std::chrono::seconds MinutesLeft(Transaction& tx, const DialSettings& dial, const Call& call,
                                 const CapsMoment& at);

/// Of `running`, which are all calls without an end, those whose user or trunk has talked all of the day's
/// minutes.
std::vector<CallId> BeyondCaps(Transaction& tx, const DialSettings& dial, const std::vector<Call>& running,
                               const CapsMoment& at);
}  // namespace vss::ottb
