#include "base/error.hpp"

#include <array>

namespace vss {
namespace {
using enum ErrorCode;
constexpr std::array kTable = {
    ErrorTraits{kAuthFail, "AUTH_FAIL", 401, Severity::kInfo},
    ErrorTraits{kTokenExpired, "TOKEN_EXPIRED", 401, Severity::kDebug},
    ErrorTraits{kSecondFactorRequired, "SECOND_FACTOR_REQUIRED", 401, Severity::kDebug},
    ErrorTraits{kPermissionDenied, "PERMISSION_DENIED", 403, Severity::kInfo},
    ErrorTraits{kNotFound, "NOT_FOUND", 404, Severity::kDebug},
    ErrorTraits{kMethodNotAllowed, "METHOD_NOT_ALLOWED", 405, Severity::kDebug},
    ErrorTraits{kInvalidParams, "INVALID_PARAMS", 400, Severity::kDebug},
    ErrorTraits{kConflict, "CONFLICT", 409, Severity::kDebug},
    ErrorTraits{kSlotBusy, "SLOT_BUSY", 409, Severity::kDebug},
    ErrorTraits{kSlotOffline, "SLOT_OFFLINE", 409, Severity::kDebug},
    ErrorTraits{kIllegalTransition, "ILLEGAL_TRANSITION", 409, Severity::kDebug},
    ErrorTraits{kCapacityExceeded, "CAPACITY_EXCEEDED", 409, Severity::kDebug},
    ErrorTraits{kNoFreeSlot, "NO_FREE_SLOT", 409, Severity::kDebug},
    ErrorTraits{kNoStation, "NO_STATION", 409, Severity::kDebug},
    ErrorTraits{kDncBlocked, "DNC_BLOCKED", 403, Severity::kInfo},
    ErrorTraits{kDestinationNotAllowed, "DESTINATION_NOT_ALLOWED", 403, Severity::kInfo},
    ErrorTraits{kLimitReached, "LIMIT_REACHED", 429, Severity::kInfo},
    ErrorTraits{kOutsideCallingWindow, "OUTSIDE_CALLING_WINDOW", 403, Severity::kInfo},
    ErrorTraits{kCallerIdNotAllowed, "CALLER_ID_NOT_ALLOWED", 403, Severity::kInfo},
    ErrorTraits{kRecordBasisMissing, "RECORD_BASIS_MISSING", 409, Severity::kInfo},
    ErrorTraits{kPayloadTooLarge, "PAYLOAD_TOO_LARGE", 413, Severity::kDebug},
    ErrorTraits{kUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", 415, Severity::kDebug},
    ErrorTraits{kRateLimited, "RATE_LIMITED", 429, Severity::kInfo},
    ErrorTraits{kCallFailed, "CALL_FAILED", 502, Severity::kWarning},
    ErrorTraits{kPbxUnavailable, "PBX_UNAVAILABLE", 503, Severity::kWarning},
    ErrorTraits{kPipelineError, "PIPELINE_ERROR", 409, Severity::kDebug},
    ErrorTraits{kServiceUnavailable, "SERVICE_UNAVAILABLE", 503, Severity::kWarning},
    ErrorTraits{kInternal, "INTERNAL", 500, Severity::kError},
};

constexpr bool InEnumOrder() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (kTable[i].code != static_cast<ErrorCode>(i)) return false;
  }
  return kTable.size() == static_cast<std::size_t>(kInternal) + 1;
}
static_assert(InEnumOrder(), "every ErrorCode has its row, in the order of the enum");
}  // namespace

const ErrorTraits& Describe(ErrorCode code) { return kTable[static_cast<std::size_t>(code)]; }
std::span<const ErrorTraits> AllErrorTraits() { return kTable; }

Error InternalError(std::string text) {
  return Error(kInternal, "internal error; the log has the details under this request id")
      .Internal(std::move(text));
}

Error NotFound(std::string_view thing) { return Error(kNotFound, fmt::format("there is no {}", thing)); }

Error InvalidField(std::string_view field, std::string_view wants) {
  return Error(kInvalidParams, fmt::format("{}: {}", field, wants), {{field, wants}});
}
}  // namespace vss
