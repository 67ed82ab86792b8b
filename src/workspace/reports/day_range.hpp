#pragma once
#include <string>
#include <vector>

#include "contracts/call_totals.hpp"

/// Days as reports are asked for, and the sums that make them up. Pure.
namespace vss::reports {

/// Calendar days of the centre, `last` included.
struct DayRange {
  std::string first, last;
};

/// Sums over the periods from `first` to `last`, to be added or taken away.
struct Segment {
  TotalSpan span = TotalSpan::kDay;
  std::string first, last;
  enum class Sign { kAdd, kSubtract } sign = Sign::kAdd;
  bool operator==(const Segment&) const = default;
};

/// The fewest periods that make up `days`: whole months, and at both ends the days that are in it or those
/// that are not, whichever are fewer. Never more than 15 days an end, so that a year costs little more than a
/// month.
std::vector<Segment> Cover(const DayRange& days);
}  // namespace vss::reports
