#include "ottb/calls/hangup_reason.hpp"

#include <algorithm>
#include <array>

namespace vss::ottb {
namespace {
using enum HangupReason;

// Names are API: they stand in CDRs and in other people's reports. Causes are those of ITU-T Q.850; where RFC
// 3398 §7.2.4.1 maps the cause, the status is its.
constexpr std::array kTraits = {
    HangupTraits{kNormal, "normal", 200, 16, Disposition::kAnswered},
    HangupTraits{kBusy, "busy", 486, 17, Disposition::kBusy},
    HangupTraits{kNoAnswer, "no_answer", 480, 19, Disposition::kNoAnswer},
    HangupTraits{kLineNoAnswer, "line_no_answer", 408, 18, Disposition::kNoAnswer},
    HangupTraits{kDeclined, "declined", 603, 21, Disposition::kFailed},
    HangupTraits{kCancelled, "cancelled", 487, 16, Disposition::kCancelled},
    HangupTraits{kInvalidNumber, "invalid_number", 404, 1, Disposition::kFailed},
    HangupTraits{kUnreachable, "unreachable", 480, 20, Disposition::kFailed},
    HangupTraits{kCongestion, "congestion", 503, 34, Disposition::kFailed},
    HangupTraits{kForbidden, "forbidden", 403, 57, Disposition::kFailed},
    HangupTraits{kRedirected, "redirected", 302, 23, Disposition::kFailed},
    HangupTraits{kIncompatible, "incompatible", 421, 127, Disposition::kFailed},
    HangupTraits{kNetworkError, "network_error", 504, 102, Disposition::kFailed},
    HangupTraits{kMediaError, "media_error", 488, 65, Disposition::kFailed},
    HangupTraits{kMediaTimeout, "media_timeout", 504, 41, Disposition::kFailed},
    HangupTraits{kMaxDuration, "max_duration", 200, 16, Disposition::kAnswered},
    HangupTraits{kPolicy, "policy", 403, 21, Disposition::kFailed},
    HangupTraits{kSystem, "system", 503, 41, Disposition::kFailed},
    HangupTraits{kLineDeclined, "line_declined", 480, 21, Disposition::kNotPlaced},
    HangupTraits{kLineUnavailable, "line_unavailable", 480, 20, Disposition::kNotPlaced},
};
constexpr std::array<std::string_view, 6> kDispositionNames = {"answered", "busy",      "no_answer",
                                                               "failed",   "cancelled", "not_placed"};

struct Meaning {
  int code;
  HangupReason reason;
};

// ITU-T Q.850 table 1. Causes that say no more than the status (16, 31, 127) are not here.
constexpr std::array kCauses = {
    Meaning{1, kInvalidNumber},   // unallocated number
    Meaning{2, kUnreachable},     // no route to transit network
    Meaning{3, kUnreachable},     // no route to destination
    Meaning{17, kBusy},           // user busy
    Meaning{18, kNoAnswer},       // no user responding
    Meaning{19, kNoAnswer},       // user alerted, no answer
    Meaning{20, kUnreachable},    // subscriber absent
    Meaning{21, kDeclined},       // call rejected
    Meaning{22, kInvalidNumber},  // number changed
    Meaning{23, kRedirected},     // redirection to new destination
    Meaning{27, kUnreachable},    // destination out of order
    Meaning{28, kInvalidNumber},  // invalid number format
    Meaning{34, kCongestion},     // no circuit available
    Meaning{38, kCongestion},     // network out of order
    Meaning{41, kCongestion},     // temporary failure
    Meaning{42, kCongestion},     // switching equipment congestion
    Meaning{44, kCongestion},     // requested circuit not available
    Meaning{47, kCongestion},     // resource unavailable
    Meaning{50, kForbidden},      // facility not subscribed
    Meaning{55, kForbidden},      // incoming calls barred within the closed user group
    Meaning{57, kForbidden},      // bearer capability not authorized
    Meaning{65, kMediaError},     // bearer capability not implemented
    Meaning{79, kMediaError},     // service or option not implemented
    Meaning{88, kMediaError},     // incompatible destination
    Meaning{102, kNetworkError},  // recovery on timer expiry
};

// RFC 3261 §21, RFC 3398 §8.2.6.1.
constexpr std::array kStatuses = {
    Meaning{401, kForbidden},     Meaning{402, kForbidden},     Meaning{403, kForbidden},
    Meaning{404, kInvalidNumber}, Meaning{405, kIncompatible},  Meaning{406, kIncompatible},
    Meaning{407, kForbidden},     Meaning{408, kNoAnswer},      Meaning{410, kInvalidNumber},
    Meaning{415, kMediaError},    Meaning{416, kInvalidNumber}, Meaning{420, kIncompatible},
    Meaning{421, kIncompatible},  Meaning{422, kIncompatible},  Meaning{423, kIncompatible},
    Meaning{484, kInvalidNumber}, Meaning{485, kInvalidNumber}, Meaning{486, kBusy},
    Meaning{487, kCancelled},     Meaning{488, kMediaError},    Meaning{493, kIncompatible},
    Meaning{494, kIncompatible},  Meaning{501, kIncompatible},  Meaning{505, kIncompatible},
    Meaning{513, kIncompatible},  Meaning{600, kBusy},          Meaning{603, kDeclined},
    Meaning{604, kInvalidNumber}, Meaning{606, kMediaError},    Meaning{607, kDeclined},
    Meaning{608, kDeclined},
};

template <std::size_t N>
std::optional<HangupReason> Find(const std::array<Meaning, N>& meanings, int code) {
  const auto* const found = std::ranges::find(meanings, code, &Meaning::code);
  return found == meanings.end() ? std::nullopt : std::optional(found->reason);
}

// Statuses that say only "it did not work"; a cause beside them says why.
bool IsVague(int status) { return status == 480 || status >= 500; }
}  // namespace

const HangupTraits& Describe(HangupReason reason) { return kTraits.at(static_cast<std::size_t>(reason)); }
std::span<const HangupTraits> AllHangupTraits() { return kTraits; }

std::optional<HangupReason> ParseHangupReason(std::string_view name) {
  const auto* const found = std::ranges::find(kTraits, name, &HangupTraits::name);
  return found == kTraits.end() ? std::nullopt : std::optional(found->reason);
}

std::string_view ToString(Disposition disposition) {
  return kDispositionNames.at(static_cast<std::size_t>(disposition));
}

std::optional<Disposition> ParseDisposition(std::string_view name) {
  const auto* const found = std::ranges::find(kDispositionNames, name);
  if (found == kDispositionNames.end()) return std::nullopt;
  return static_cast<Disposition>(found - kDispositionNames.begin());
}

HangupReason ReasonOfStatus(int sip_status, int q850) {
  if (sip_status == 0) return Find(kCauses, q850).value_or(kNetworkError);
  if (sip_status >= 200 && sip_status < 300) return kNormal;
  if (sip_status >= 300 && sip_status < 400) return kRedirected;
  const auto by_status = Find(kStatuses, sip_status);
  if (by_status && !IsVague(sip_status)) return *by_status;
  if (const auto by_cause = Find(kCauses, q850); by_cause && (IsVague(sip_status) || !by_status)) {
    return *by_cause;
  }
  if (by_status) return *by_status;
  if (sip_status >= 600) return kDeclined;
  return sip_status >= 500 ? kCongestion : kUnreachable;
}
}  // namespace vss::ottb
