#pragma once
#include <chrono>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace vss {

/// The one closed list of what can end a request. The table in error.cpp maps each to its name on the wire,
/// its HTTP status and the level it is logged at; nothing else in VSS maps errors.
enum class ErrorCode {
  kAuthFail,
  kTokenExpired,
  kSecondFactorRequired,
  kPermissionDenied,
  kNotFound,
  kMethodNotAllowed,
  kInvalidParams,
  kConflict,
  kSlotBusy,
  kSlotOffline,
  kIllegalTransition,
  kCapacityExceeded,
  kNoFreeSlot,
  kNoStation,
  kDncBlocked,
  kDestinationNotAllowed,
  kLimitReached,
  kOutsideCallingWindow,
  kCallerIdNotAllowed,
  kRecordBasisMissing,  ///< the centre has not said what lets conversations be recorded
  kPayloadTooLarge,
  kUnsupportedMediaType,
  kRateLimited,
  kCallFailed,
  kPbxUnavailable,
  kPipelineError,
  kServiceUnavailable,  ///< a queue is full, the database is away, a deadline passed: try again
  kInternal,
};

enum class Severity { kDebug, kInfo, kWarning, kError };

struct ErrorTraits {
  ErrorCode code;
  std::string_view name;
  int http_status;
  Severity severity;
};

const ErrorTraits& Describe(ErrorCode code);
std::span<const ErrorTraits> AllErrorTraits();

/// Ends the request it is thrown in. `what()` and `details()` are for the caller to read; `internal()` is for
/// the log only. Expected outcomes (a busy line, a wrong state that the caller asked about) are return
/// values.
class Error : public std::exception {
 public:
  Error(ErrorCode code, std::string message, json::object details = {})
      : code_(code), message_(std::move(message)), details_(std::move(details)) {}

  Error&& Internal(std::string text) && {
    internal_ = std::move(text);
    return std::move(*this);
  }
  Error&& RetryAfter(std::chrono::seconds delay) && {
    retry_after_ = delay;
    return std::move(*this);
  }

  ErrorCode code() const { return code_; }
  const char* what() const noexcept override { return message_.c_str(); }
  const std::string& message() const { return message_; }
  const json::object& details() const { return details_; }
  const std::string& internal() const { return internal_; }
  std::optional<std::chrono::seconds> retry_after() const { return retry_after_; }

 private:
  ErrorCode code_;
  std::string message_;
  json::object details_;
  std::string internal_;
  std::optional<std::chrono::seconds> retry_after_;
};

/// A fault of ours: the caller reads "internal error", the log reads `text`.
Error InternalError(std::string text);
/// For whoever is refused because of it, wherever that shows.
inline constexpr std::string_view kDiskIsFull = "the disk is full: free space in the data folder";
/// `thing` as in "slot 44".
Error NotFound(std::string_view thing);
/// One bad field: what it is called and what it wants.
Error InvalidField(std::string_view field, std::string_view wants);
}  // namespace vss
