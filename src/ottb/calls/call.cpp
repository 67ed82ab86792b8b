#include "ottb/calls/call.hpp"

#include <algorithm>
#include <array>

namespace vss::ottb {
namespace {
constexpr std::array<std::string_view, 7> kStateNames = {"initiated", "ringing", "early", "answered",
                                                         "held",      "ended",   "failed"};
constexpr std::array<std::string_view, 7> kVerdictNames = {"followed", "off",   "other_number", "other_host",
                                                           "tried",    "limit", "no_contact"};
}  // namespace

std::string_view ToString(CallState state) { return kStateNames.at(static_cast<std::size_t>(state)); }
std::optional<CallState> ParseCallState(std::string_view text) {
  const auto* const found = std::ranges::find(kStateNames, text);
  return found == kStateNames.end() ? std::nullopt
                                    : std::optional(static_cast<CallState>(found - kStateNames.begin()));
}
std::string_view ToString(RedirectVerdict verdict) {
  return kVerdictNames.at(static_cast<std::size_t>(verdict));
}
std::optional<RedirectVerdict> ParseRedirectVerdict(std::string_view text) {
  const auto* const found = std::ranges::find(kVerdictNames, text);
  return found == kVerdictNames.end()
             ? std::nullopt
             : std::optional(static_cast<RedirectVerdict>(found - kVerdictNames.begin()));
}
std::string_view ToString(LegRole role) { return role == LegRole::kLine ? "line" : "number"; }

bool HasDialled(const std::vector<Leg>& legs) {
  return std::ranges::any_of(
      legs, [](const Leg& leg) { return leg.role == LegRole::kNumber && leg.invited_at.has_value(); });
}

Disposition DispositionOf(const Call& call) {
  if (!call.dialled && !call.answered_at) return Disposition::kNotPlaced;
  return DispositionOf(call.hangup_cause.value_or(HangupReason::kSystem), call.answered_at.has_value());
}

Disposition DispositionOf(HangupReason reason, bool answered) {
  if (answered) return Disposition::kAnswered;
  // The line hung up before the number answered.
  if (reason == HangupReason::kNormal) return Disposition::kCancelled;
  const Disposition disposition = Describe(reason).disposition;
  return disposition == Disposition::kAnswered ? Disposition::kFailed : disposition;
}
}  // namespace vss::ottb
