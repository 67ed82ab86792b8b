#include "ottb/slots/number_pool.hpp"

namespace vss::ottb {
std::expected<int, NumbersExhausted> NextNumber(NumberRange range, const NumbersInUse& in_use,
                                                std::chrono::milliseconds rest, Instant now) {
  const auto place = [&](int number) { return static_cast<std::size_t>(number - range.first); };
  const auto inside = [&](int number) { return number >= range.first && number <= range.last; };
  std::vector<bool> free(static_cast<std::size_t>(range.size()), true);
  NumbersExhausted exhausted;
  for (const int number : in_use.taken) {
    if (inside(number)) free[place(number)] = false;
  }
  for (const ReleasedNumber& released : in_use.released) {
    const Instant free_at = released.released_at + rest;
    if (free_at <= now || !inside(released.number)) continue;
    free[place(released.number)] = false;
    exhausted.next_free_at = std::min(free_at, exhausted.next_free_at.value_or(free_at));
  }
  const auto found = std::ranges::find(free, true);
  if (found == free.end()) return std::unexpected(exhausted);
  return range.first + static_cast<int>(found - free.begin());
}
}  // namespace vss::ottb
