#include "ottb/calls/call.hpp"

#include <algorithm>
#include <array>

namespace vss::ottb {
namespace {
constexpr std::array<std::string_view, 7> kStateNames = {"initiated", "ringing", "early", "answered",
                                                         "held",      "ended",   "failed"};
}

std::string_view ToString(CallState state) { return kStateNames.at(static_cast<std::size_t>(state)); }
std::optional<CallState> ParseCallState(std::string_view text) {
  const auto* const found = std::ranges::find(kStateNames, text);
  return found == kStateNames.end() ? std::nullopt
                                    : std::optional(static_cast<CallState>(found - kStateNames.begin()));
}
std::string_view ToString(LegRole role) { return role == LegRole::kLine ? "line" : "number"; }

Disposition DispositionOf(HangupReason reason, bool answered) {
  if (answered) return Disposition::kAnswered;
  // The line hung up before the number answered.
  if (reason == HangupReason::kNormal) return Disposition::kCancelled;
  const Disposition disposition = Describe(reason).disposition;
  return disposition == Disposition::kAnswered ? Disposition::kFailed : disposition;
}
}  // namespace vss::ottb
