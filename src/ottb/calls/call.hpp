#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "contracts/leads.hpp"
#include "ottb/calls/call_id.hpp"
#include "ottb/calls/hangup_reason.hpp"
#include "ottb/slots/slot.hpp"

namespace vss::ottb {

/// api.md: initiated, ringing, early, answered, held, ended, failed.
enum class CallState { kInitiated, kRinging, kEarly, kAnswered, kHeld, kEnded, kFailed };
std::string_view ToString(CallState state);
std::optional<CallState> ParseCallState(std::string_view text);
constexpr bool IsOver(CallState state) { return state == CallState::kEnded || state == CallState::kFailed; }

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

/// Whether a redirect was followed, or why not.
enum class RedirectVerdict { kFollowed, kOff, kOtherNumber, kOtherHost, kTried, kTooMany, kNoContact };
std::string_view ToString(RedirectVerdict verdict);
std::optional<RedirectVerdict> ParseRedirectVerdict(std::string_view text);

/// A 3xx that a leg got.
struct LegRedirect {
  Instant at;
  int sip_status = 0;
  std::string uri;  ///< where to; empty: it named nothing that could be called, or the person was erased
  RedirectVerdict verdict = RedirectVerdict::kNoContact;
};

/// One SIP dialog of a call.
struct Leg {
  LegRole role = LegRole::kLine;
  std::string uri;  ///< sip:6001@vss.internal
  std::vector<LegRedirect> redirects;
  std::string sip_call_id;
  std::optional<Instant> invited_at, ringing_at, answered_at, ended_at;
  int sip_status = 0;  ///< last final status of its INVITE; 0 when there was none
  int q850 = 0;
  LegQuality quality;
};

/// Something happened to a running call.
struct CallProgress {
  CallId id;
  CallState state = CallState::kInitiated;
  Instant at;
  std::vector<Leg> legs;  ///< as they are now
};

struct RecordingInfo {
  std::string file;  ///< path as ordered
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

/// One attempt to reach a number over a slot, as the books have it.
struct Call {
  CallId id;
  SlotId slot_id;  ///< may be gone by now
  TrunkId trunk_id;
  int line = 0;  ///< the slot's number
  TrunkType line_type = TrunkType::kAuto;
  std::optional<std::string> user_id;  ///< who started it
  std::string username;
  std::optional<std::string> team_id;               ///< of who started it, as it was then
  std::optional<std::string> lead_id, campaign_id;  ///< UUIDs
  std::string phone_number;                         ///< E.164; empty: the person was erased
  std::string caller_id;                            ///< E.164; empty: the line's own number
  bool record = false;                              ///< a recording was asked for
  CallState state = CallState::kInitiated;
  bool dialled = true;  ///< the number was called; a new call waits for its line first
  Instant started_at;
  std::optional<Instant> ringing_at, answered_at, ended_at;
  Instant seen_at;                        ///< the last time this process knew it to be up
  std::optional<std::string> end_reason;  ///< what call/end said, in the caller's words
  std::optional<std::string> ended_by;    ///< user name of whose call/end it was; read with one call
  std::optional<HangupReason> hangup_cause;
  int sip_status = 0, q850 = 0;             ///< of the number's side; 0: none
  std::optional<RecordingId> recording_id;  ///< read with it, written by the table of recordings
};

/// What a caller asks for with call/start.
struct StartCall {
  std::optional<SlotId> slot_id;
  std::optional<TrunkType> slot_type;
  std::string phone_number;  ///< as given
  std::optional<std::string> caller_id;
  std::optional<std::string> lead_id;
  std::optional<bool> record;
};

enum class CallPhase { kAny, kRunning, kOver };

struct CallFilter {
  std::optional<CallState> state;
  std::optional<Disposition> disposition;  ///< of calls that are over
  std::optional<SlotId> slot_id;
  std::optional<std::string> user_id, lead_id, campaign_id, phone_number;
  std::optional<Instant> from, to;  ///< of started_at; `to` is not part of it
  CallPhase phase = CallPhase::kAny;
  RowScope visible;  ///< only calls that the caller may see
};

/// Whom a call belongs to, for data rules.
inline CallOwner OwnerOf(const Call& call) { return {call.user_id, call.team_id, call.lead_id}; }

/// "call c_882", as errors and audit lines say it.
inline std::string Name(CallId id) { return "call " + Wire(id); }

/// Whether the number was called, by what its legs say.
bool HasDialled(const std::vector<Leg>& legs);

/// What a call whose number was called came to. Whoever answered was reached, however it ended.
Disposition DispositionOf(HangupReason reason, bool answered);
/// The same of a call that is over; kNotPlaced when its number was not called.
Disposition DispositionOf(const Call& call);
}  // namespace vss::ottb
