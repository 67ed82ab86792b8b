#pragma once
#include <chrono>
#include <expected>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "ottb/trunks/trunk_type.hpp"

namespace vss::ottb {

/// A number that had a slot and rests, so that late calls and registrations do not reach its next owner.
struct ReleasedNumber {
  int number;
  Instant released_at;
};

/// What is known about the numbers of one range.
struct NumbersInUse {
  std::vector<int> taken;  ///< ascending
  std::vector<ReleasedNumber> released;
};

struct NumbersExhausted {
  std::optional<Instant> next_free_at;  ///< none: every number has a slot
};

/// The lowest number of `range` that is neither taken nor still resting. Pure.
std::expected<int, NumbersExhausted> NextNumber(NumberRange range, const NumbersInUse& in_use,
                                                std::chrono::milliseconds rest, Instant now);
}  // namespace vss::ottb
