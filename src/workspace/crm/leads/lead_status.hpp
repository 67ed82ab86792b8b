#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace vss::crm {

/// How far one is with a lead. Any may follow any; what a status means for dialling is the dialler's
/// business.
enum class LeadStatus { kNew, kContacted, kQualified, kCallback, kWon, kLost, kDoNotCall };

/// On the wire and in the database, in the order of the enum.
inline constexpr std::array<std::string_view, 7> kLeadStatusNames = {
    "new", "contacted", "qualified", "callback", "won", "lost", "do_not_call"};

constexpr std::string_view ToString(LeadStatus status) {
  return kLeadStatusNames[static_cast<std::size_t>(status)];
}
constexpr std::optional<LeadStatus> ParseLeadStatus(std::string_view name) {
  const auto* const found = std::ranges::find(kLeadStatusNames, name);
  if (found == kLeadStatusNames.end()) return std::nullopt;
  return static_cast<LeadStatus>(found - kLeadStatusNames.begin());
}
inline constexpr std::string_view kLeadStatusWants =
    "wants one of new, contacted, qualified, callback, won, lost, do_not_call";
}  // namespace vss::crm
