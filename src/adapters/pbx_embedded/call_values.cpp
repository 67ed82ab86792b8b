#include "adapters/pbx_embedded/call_values.hpp"

namespace vss::pbx_embedded {
namespace {
using ottb::HangupReason;

ottb::LegQuality ToLegQuality(const sip::LegFacts& facts) {
  ottb::LegQuality quality{.codec = facts.codec};
  if (!facts.quality) return quality;
  const media::Quality& measured = *facts.quality;
  quality.packets_in = measured.packets_in;
  quality.packets_out = measured.packets_out;
  quality.lost = measured.lost;
  quality.round_trip_ms = measured.round_trip_ms;
  quality.mos = measured.mos;
  if (measured.packets_in > 0) {
    quality.loss_pct = measured.loss_pct;
    quality.jitter_ms = measured.jitter_ms;
  }
  return quality;
}

ottb::RedirectVerdict ToVerdict(sip::RedirectVerdict verdict) {
  using From = sip::RedirectVerdict;
  using To = ottb::RedirectVerdict;
  switch (verdict) {
    case From::kFollowed:
      return To::kFollowed;
    case From::kOff:
      return To::kOff;
    case From::kOtherNumber:
      return To::kOtherNumber;
    case From::kOtherHost:
      return To::kOtherHost;
    case From::kTried:
      return To::kTried;
    case From::kTooMany:
      return To::kTooMany;
    case From::kNoContact:
      break;
  }
  return To::kNoContact;
}

std::vector<ottb::LegRedirect> ToRedirects(const sip::LegFacts& facts) {
  std::vector<ottb::LegRedirect> redirects;
  for (const sip::LegRedirect& redirect : facts.redirects)
    redirects.push_back({redirect.at, redirect.status, redirect.uri, ToVerdict(redirect.verdict)});
  return redirects;
}

ottb::Leg ToLeg(ottb::LegRole role, const sip::LegFacts& facts) {
  return {.role = role,
          .uri = facts.uri,
          .redirects = ToRedirects(facts),
          .sip_call_id = facts.call_id,
          .invited_at = facts.invited_at,
          .ringing_at = facts.ringing_at,
          .answered_at = facts.answered_at,
          .ended_at = facts.ended_at,
          .sip_status = facts.status,
          .q850 = facts.q850,
          .quality = ToLegQuality(facts)};
}

/// Legs that were invited.
std::vector<ottb::Leg> ToLegs(const sip::LegFacts& line, const sip::LegFacts& number) {
  std::vector<ottb::Leg> legs;
  if (line.invited_at) legs.push_back(ToLeg(ottb::LegRole::kLine, line));
  if (number.invited_at) legs.push_back(ToLeg(ottb::LegRole::kNumber, number));
  return legs;
}

ottb::CallState ToState(sip::BridgeStage stage) {
  switch (stage) {
    case sip::BridgeStage::kLineRinging:
    case sip::BridgeStage::kNumberInvited:
      return ottb::CallState::kInitiated;
    case sip::BridgeStage::kNumberRinging:
      return ottb::CallState::kRinging;
    case sip::BridgeStage::kEarlyMedia:
      return ottb::CallState::kEarly;
    case sip::BridgeStage::kTalking:
      return ottb::CallState::kAnswered;
  }
  return ottb::CallState::kInitiated;
}

// Our own phone said no: that is about the phone, not about the number. What it does not share with us is
// booked as what it was.
HangupReason ReasonOfLine(int status) {
  switch (status) {
    case 408:
    case 480:
    case 487:
      return HangupReason::kLineNoAnswer;
    case 401:
    case 403:
    case 407:
    case 486:
    case 600:
    case 603:
      return HangupReason::kLineDeclined;
    default:
      break;
  }
  const HangupReason reason = ottb::ReasonOfStatus(status, 0);
  const bool exact = reason == HangupReason::kRedirected || reason == HangupReason::kIncompatible ||
                     reason == HangupReason::kMediaError;
  return exact ? reason : HangupReason::kLineUnavailable;
}

HangupReason ReasonOfOrder(bool talked, HangupReason ordered) {
  if (ordered == HangupReason::kNormal && !talked) return HangupReason::kCancelled;
  if (ordered == HangupReason::kCancelled && talked) return HangupReason::kNormal;
  return ordered;
}
}  // namespace

HangupReason ToReason(const sip::BridgeOutcome& outcome, std::optional<HangupReason> ordered) {
  using enum sip::BridgeEnd;
  switch (outcome.end) {
    case kLineHungUp:
    case kNumberHungUp:
      return HangupReason::kNormal;
    case kOrdered:
      return ReasonOfOrder(outcome.talked, ordered.value_or(HangupReason::kSystem));
    case kLineMissing:
      return HangupReason::kLineUnavailable;
    case kLineNoAnswer:
      return HangupReason::kLineNoAnswer;
    case kLineRefused:
      return ReasonOfLine(outcome.status);
    case kLineGaveUp:
      return HangupReason::kCancelled;
    case kNumberNoAnswer:
      return HangupReason::kNoAnswer;
    case kNumberRefused:
      return ottb::ReasonOfStatus(outcome.status, outcome.q850);
    case kNoReply:
      // Nobody but the line was asked yet.
      return outcome.number.invited_at ? HangupReason::kNetworkError : HangupReason::kLineUnavailable;
    case kNoCommonMedia:
      return HangupReason::kMediaError;
    case kNoCapacity:
      return HangupReason::kCongestion;
    case kMediaTimeout:
      return HangupReason::kMediaTimeout;
    case kMaxDuration:
      return HangupReason::kMaxDuration;
  }
  return HangupReason::kSystem;
}

ottb::CallProgress ToProgress(const sip::BridgeReport& report) {
  return {.id = ottb::CallId{report.id},
          .state = ToState(report.stage),
          .at = report.at,
          .legs = ToLegs(report.line, report.number)};
}

ottb::CallQuality ToQuality(const sip::BridgeReport& report) {
  return {.line = ToLegQuality(report.line), .number = ToLegQuality(report.number)};
}

ottb::CallResult ToResult(const sip::BridgeOutcome& outcome, std::optional<HangupReason> ordered) {
  ottb::CallResult result{.id = ottb::CallId{outcome.id},
                          .reason = ToReason(outcome, ordered),
                          .sip_status = outcome.number.status != 0 ? outcome.number.status : outcome.status,
                          .ended_at = outcome.ended_at,
                          .ringing_at = outcome.number.ringing_at,
                          .answered_at = outcome.number.answered_at,
                          .legs = ToLegs(outcome.line, outcome.number),
                          .recording = std::nullopt};
  if (const auto& recording = outcome.recording) {
    result.recording = ottb::RecordingInfo{.file = recording->file.string(),
                                           .bytes = recording->bytes,
                                           .duration = recording->duration,
                                           .truncated = recording->truncated};
  }
  return result;
}
}  // namespace vss::pbx_embedded
