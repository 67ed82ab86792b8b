#pragma once
#include "ottb/ports/store.hpp"
#include "ottb/settings.hpp"

/// Minutes a day, for each user and each trunk (domain.md, Compliance: toll fraud).
namespace vss::ottb {

/// The centre's day that `at` lies in: 2026-01-15.
std::string DayOf(Instant at);

/// Counts what an ended call talked.
void CountUsage(Transaction& tx, const Call& call);

/// What the caps leave for another call now. Throws kLimitReached when it is nothing.
std::chrono::seconds MinutesLeft(Transaction& tx, const DialSettings& dial, const Call& call, Instant now);
}  // namespace vss::ottb
