#pragma once
#include <optional>
#include <span>
#include <string_view>

namespace vss::ottb {

/// Why a call ended. The one list; hangup_reason.cpp maps each to SIP status, Q.850 cause and disposition.
enum class HangupReason {
  kNormal,  ///< answered, then either side hung up
  kBusy,
  kNoAnswer,      ///< the number rang out
  kLineNoAnswer,  ///< our own phone was not picked up
  kDeclined,
  kCancelled,  ///< given up before the answer, by API or by the line
  kInvalidNumber,
  kUnreachable,   ///< no route, offline, 480
  kCongestion,    ///< 5xx, provider full
  kForbidden,     ///< the provider refused us
  kRedirected,    ///< sent elsewhere, where we may not follow
  kIncompatible,  ///< SIP that the two sides do not share
  kNetworkError,  ///< no answer to SIP at all, transport failed
  kMediaError,    ///< no common codec
  kMediaTimeout,  ///< answered, then no RTP
  kMaxDuration,
  kPolicy,           ///< limits, fraud
  kSystem,           ///< the platform stopped or crashed
  kLineDeclined,     ///< our own phone was busy or declined
  kLineUnavailable,  ///< our own phone is not registered, silent or broken
};
/// kNotPlaced: the number was never called, so the call says nothing about whoever has it.
enum class Disposition { kAnswered, kBusy, kNoAnswer, kFailed, kCancelled, kNotPlaced };

struct HangupTraits {
  HangupReason reason;
  std::string_view name;  ///< on the wire: hangup_cause
  int sip_status;         ///< what we answer with when we must say it in SIP
  int q850;
  Disposition disposition;
};
const HangupTraits& Describe(HangupReason reason);
std::span<const HangupTraits> AllHangupTraits();
std::optional<HangupReason> ParseHangupReason(std::string_view name);
std::string_view ToString(Disposition disposition);
std::optional<Disposition> ParseDisposition(std::string_view name);
/// RFC 3398 §7.2.4.1-like: what a final status to our INVITE (and the Q.850 cause beside it) means.
HangupReason ReasonOfStatus(int sip_status, int q850);
}  // namespace vss::ottb
