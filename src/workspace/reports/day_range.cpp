#include "workspace/reports/day_range.hpp"

#include "base/local_time.hpp"

namespace vss::reports {
namespace {
std::string MonthOf(const std::string& day) { return day.substr(0, 7); }
std::string FirstOf(const std::string& month) { return month + "-01"; }
std::string NextMonth(const std::string& month) { return MonthOf(AddDays(FirstOf(month), 31)); }
std::string LastMonth(const std::string& month) { return MonthOf(AddDays(FirstOf(month), -1)); }
std::string LastOf(const std::string& month) { return AddDays(FirstOf(NextMonth(month)), -1); }

Segment Days(std::string first, std::string last, Segment::Sign sign) {
  return {TotalSpan::kDay, std::move(first), std::move(last), sign};
}

// The days of one end: those that belong to the range, or its month without those that do not. Says through
// `whole` whether the month counts.
std::vector<Segment> End(const DayRange& in, const DayRange& out, bool& whole) {
  const int inside = DaysBetween(in.first, in.last) + 1, outside = DaysBetween(out.first, out.last) + 1;
  whole = inside > outside;
  if (!whole) return {Days(in.first, in.last, Segment::Sign::kAdd)};
  if (outside == 0) return {};
  return {Days(out.first, out.last, Segment::Sign::kSubtract)};
}
}  // namespace

std::vector<Segment> Cover(const DayRange& days) {
  const std::string head = MonthOf(days.first), tail = MonthOf(days.last);
  if (head == tail) return {Days(days.first, days.last, Segment::Sign::kAdd)};
  bool whole_head = false, whole_tail = false;
  std::vector<Segment> segments =
      End({days.first, LastOf(head)}, {FirstOf(head), AddDays(days.first, -1)}, whole_head);
  const std::vector<Segment> end =
      End({FirstOf(tail), days.last}, {AddDays(days.last, 1), LastOf(tail)}, whole_tail);
  segments.insert(segments.end(), end.begin(), end.end());
  const std::string first = whole_head ? head : NextMonth(head), last = whole_tail ? tail : LastMonth(tail);
  if (first <= last) segments.push_back({TotalSpan::kMonth, first, last});
  return segments;
}
}  // namespace vss::reports
