#include "sip/b2bua/bridge_machine.hpp"

#include <array>
#include <utility>

namespace vss::sip {
namespace {
using enum BridgeAction;
using S = BridgeState;
using E = BridgeEnd;

constexpr BridgeStep Stay(S state, BridgeAction action = kNone) { return {state, action}; }
constexpr BridgeStep Over(E end) { return {S::kOver, kFinish, end}; }

constexpr std::size_t kEvents = 10;
// Rows as BridgeState, columns as BridgeEvent.
constexpr std::array<std::array<BridgeStep, kEvents>, 4> kSteps{{
    // kLineRinging: the number is not invited yet, so nothing can come from it.
    {{{S::kNumberRinging, kInviteNumber},
      Over(E::kLineRefused),
      Stay(S::kLineRinging),
      Stay(S::kLineRinging),
      Stay(S::kLineRinging),
      Stay(S::kLineRinging),
      Over(E::kOrdered),
      Over(E::kLineNoAnswer),
      Stay(S::kLineRinging),
      Stay(S::kLineRinging)}},
    // kNumberRinging
    {{Stay(S::kNumberRinging),
      Over(E::kLineGaveUp),
      Stay(S::kNumberRinging, kShowRinging),
      Stay(S::kNumberRinging, kPassEarlyMedia),
      {S::kTalking, kConnect},
      Over(E::kNumberRefused),
      Over(E::kOrdered),
      Over(E::kNumberNoAnswer),
      Stay(S::kNumberRinging),
      Stay(S::kNumberRinging)}},
    // kTalking: the line's answer is the ACK of a phone that called a service number.
    {{Stay(S::kTalking), Over(E::kLineHungUp), Stay(S::kTalking), Stay(S::kTalking), Stay(S::kTalking),
      Over(E::kNumberHungUp), Over(E::kOrdered), Over(E::kMaxDuration), Over(E::kMediaTimeout),
      Over(E::kNoCommonMedia)}},
    // kOver
    {{Stay(S::kOver), Stay(S::kOver), Stay(S::kOver), Stay(S::kOver), Stay(S::kOver), Stay(S::kOver),
      Stay(S::kOver), Stay(S::kOver), Stay(S::kOver), Stay(S::kOver)}},
}};
}  // namespace

BridgeStep Next(BridgeState state, BridgeEvent event) {
  return kSteps[std::to_underlying(state)][std::to_underlying(event)];
}

BridgeEnd Refine(BridgeEnd end, const SessionEnd& session) {
  const bool of_session =
      end == E::kLineRefused || end == E::kNumberRefused || end == E::kLineHungUp || end == E::kNumberHungUp;
  if (!of_session) return end;
  switch (session.kind) {
    case EndKind::kTimeout:
    case EndKind::kTransport:
      return E::kNoReply;
    case EndKind::kBadOffer:
      return E::kNoCommonMedia;
    default:
      return end;
  }
}

int CauseOfStatus(int status) {
  static constexpr std::array<std::pair<int, int>, 20> kCauses{{
      {404, 1},  {604, 1},  {486, 17}, {600, 17}, {408, 102}, {480, 18}, {603, 21},
      {401, 21}, {402, 21}, {403, 21}, {407, 21}, {405, 63},  {406, 79}, {410, 22},
      {415, 79}, {484, 28}, {485, 1},  {487, 16}, {488, 79},  {503, 34},
  }};
  for (const auto& [known, cause] : kCauses) {
    if (known == status) return cause;
  }
  return status >= 500 && status < 600 ? 41 : 31;  // temporary failure; normal, unspecified
}

std::string_view ToString(BridgeEnd end) {
  static constexpr std::array<std::string_view, 14> kNames{
      "line_hung_up",    "number_hung_up", "ordered",          "line_missing",   "line_no_answer",
      "line_refused",    "line_gave_up",   "number_no_answer", "number_refused", "no_reply",
      "no_common_media", "no_capacity",    "media_timeout",    "max_duration"};
  return kNames[std::to_underlying(end)];
}
}  // namespace vss::sip
