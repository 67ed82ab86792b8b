#pragma once
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vss::ottb {

/// domain.md, Slot states. DEGRADED: the recovery ladder (DRP) was climbed to its end without success.
enum class SlotState {
  kIdle,
  kAssigned,
  kRegistering,
  kReady,
  kCalling,
  kActiveCall,
  kPostcall,
  kFault,
  kDegraded,
};

enum class SlotTrigger {
  kAssign,              ///< to a user, a campaign or the shared pool
  kOpenSip,             ///< the line begins to register
  kRegistered,          ///< the registrar accepted the line
  kRegistrationLost,    ///< it expired or was removed
  kRegistrationFailed,  ///< refused or timed out
  kCallStart,           ///< the intent to dial is committed, before the INVITE leaves
  kAnswered,
  kHangup,        ///< either side ended it, or nobody answered
  kPostCallDone,  ///< CDR and recording are final
  kRelease,
  kError,
  kRecovered,  ///< a DRP step helped
  kDrpFailed,  ///< none did
  kRestart,    ///< by hand: register anew, or try again after a fault
  kReset,      ///< by hand: back to the beginning, bound to nobody
};

/// Who caused a transition.
enum class SlotCause { kHub, kDci, kSip, kDrp, kUser };

std::span<const SlotState> AllSlotStates();
std::string_view ToString(SlotState state);
std::string_view ToString(SlotTrigger trigger);
std::string_view ToString(SlotCause cause);
std::optional<SlotState> ParseSlotState(std::string_view text);
std::optional<SlotTrigger> ParseSlotTrigger(std::string_view text);
std::optional<SlotCause> ParseSlotCause(std::string_view text);
/// "wants one of IDLE, ASSIGNED, …", for a refused field.
std::string SlotStateWants();

struct IllegalMove {
  SlotState state;
  SlotTrigger trigger;
};

/// Where `trigger` takes a slot that is in `state`. Pure.
std::expected<SlotState, IllegalMove> Next(SlotState state, SlotTrigger trigger);
/// Every trigger that Next() accepts in `state`.
std::vector<SlotTrigger> LegalTriggers(SlotState state);

/// A conversation, or the attempt at one, is on the line.
constexpr bool InCall(SlotState state) {
  return state == SlotState::kCalling || state == SlotState::kActiveCall;
}
/// States that a line reaches, and keeps, only while it is registered.
constexpr bool IsRegistered(SlotState state) { return state == SlotState::kReady || InCall(state); }
}  // namespace vss::ottb
