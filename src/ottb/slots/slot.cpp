#include "ottb/slots/slot.hpp"

namespace vss::ottb {
namespace {
constexpr std::array<std::string_view, 4> kBindingNames = {"none", "pool", "user", "campaign"};
}

std::string_view ToString(BindingKind kind) { return kBindingNames[static_cast<std::size_t>(kind)]; }
std::optional<BindingKind> ParseBindingKind(std::string_view text) {
  const auto* const found = std::ranges::find(kBindingNames, text);
  return found == kBindingNames.end()
             ? std::nullopt
             : std::optional(static_cast<BindingKind>(found - kBindingNames.begin()));
}
}  // namespace vss::ottb
