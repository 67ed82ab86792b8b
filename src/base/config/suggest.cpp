#include "base/config/suggest.hpp"

#include <numeric>

#include "base/config/option.hpp"

namespace vss::config {
namespace {
// How many letters must be added, dropped or changed (Levenshtein), in two rows.
std::size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, changed});
    }
    std::swap(above, row);
  }
  return above[b.size()];
}
}  // namespace

std::optional<std::string_view> Suggest(std::string_view name) {
  if (name.size() > 64) return std::nullopt;
  std::optional<std::string_view> best;
  // A fifth of the name may be wrong, at least two letters (two swapped ones).
  std::size_t nearest = std::max<std::size_t>(2, name.size() / 5) + 1;
  for (const Option& option : AllOptions()) {
    const std::size_t distance = Distance(name, option.name);
    if (distance < nearest) {
      nearest = distance;
      best = option.name;
    }
  }
  return best;
}
}  // namespace vss::config
