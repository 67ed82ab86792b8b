#include "ottb/trunks/trunk_type.hpp"

#include <fmt/ranges.h>

namespace vss::ottb {
std::string TrunkTypeWants() {
  std::vector<std::string_view> names;
  for (const TrunkTypeTraits& traits : kTrunkTypes) names.push_back(traits.name);
  return fmt::format("wants one of {}", fmt::join(names, ", "));
}
}  // namespace vss::ottb
