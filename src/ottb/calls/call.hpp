#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "ottb/calls/hangup_reason.hpp"
#include "ottb/slots/slot.hpp"

namespace vss::ottb {

using CallId = IntId<struct CallTag>;  ///< c_<n> on the wire

/// api.md: initiated, ringing, early, answered, held, ended, failed.
enum class CallState { kInitiated, kRinging, kEarly, kAnswered, kHeld, kEnded, kFailed };
std::string_view ToString(CallState state);

/// Which end of the call a leg goes to.
enum class LegRole { kLine, kNumber };
std::string_view ToString(LegRole role);

/// Media of one leg as it was measured; what was not is absent.
struct LegQuality {
  std::uint64_t packets_in = 0, packets_out = 0, lost = 0;
  std::optional<double> loss_pct, jitter_ms, round_trip_ms, mos;
  std::string codec;
};
struct CallQuality {
  LegQuality line, number;
};

/// One SIP dialog of a call.
struct Leg {
  LegRole role = LegRole::kLine;
  std::string uri;         ///< sip:6001@vss.internal
  std::string sip_call_id;
  std::optional<Instant> invited_at, ringing_at, answered_at, ended_at;
  int sip_status = 0;      ///< last final status of its INVITE; 0 when there was none
  int q850 = 0;
  LegQuality quality;
};

/// Something happened to a running call.
struct CallProgress {
  CallId id;
  CallState state = CallState::kInitiated;
  Instant at;
  std::vector<Leg> legs;   ///< as they are now
};

struct RecordingInfo {
  std::string file;        ///< path as ordered
  std::uint64_t bytes = 0;
  std::chrono::milliseconds duration{0};
  bool truncated = false;
};

/// How a call ended. Told once its recording is final too.
struct CallResult {
  CallId id;
  HangupReason reason = HangupReason::kNormal;
  int sip_status = 0;
  Instant ended_at;
  std::optional<Instant> ringing_at, answered_at;  ///< of the number's side
  std::vector<Leg> legs;
  std::optional<RecordingInfo> recording;
};
}  // namespace vss::ottb
