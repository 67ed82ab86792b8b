#include "ottb/slots/slot_state.hpp"

#include <fmt/ranges.h>

namespace vss::ottb {
namespace {
using enum SlotState;
using enum SlotTrigger;

constexpr std::array<std::string_view, 9> kStateNames = {
    "IDLE", "ASSIGNED", "REGISTERING", "READY", "CALLING", "ACTIVE_CALL", "POSTCALL", "FAULT", "DEGRADED"};
constexpr std::array<std::string_view, 15> kTriggerNames = {
    "assign",     "open-sip",  "registered", "registration-lost", "registration-failed",
    "call-start", "answered",  "hangup",     "post-call-done",    "release",
    "error",      "recovered", "drp-failed", "restart",           "reset"};
constexpr std::array<std::string_view, 5> kCauseNames = {"HUB", "DCI", "SIP", "DRP", "USER"};

template <class Enum, std::size_t N>
std::optional<Enum> Parse(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto* const found = std::ranges::find(names, text);
  return found == names.end() ? std::nullopt : std::optional(static_cast<Enum>(found - names.begin()));
}

struct Move {
  SlotState from;
  SlotTrigger trigger;
  SlotState to;
};

// What is not here is illegal.
constexpr std::array kMoves = {
    // The way of a line from the shelf through a call and back.
    Move{kIdle, kAssign, kAssigned},
    Move{kAssigned, kOpenSip, kRegistering},
    Move{kRegistering, kRegistered, kReady},
    Move{kReady, kCallStart, kCalling},
    Move{kCalling, kAnswered, kActiveCall},
    Move{kCalling, kHangup, kPostcall},
    Move{kActiveCall, kHangup, kPostcall},
    Move{kPostcall, kPostCallDone, kIdle},
    // A kept slot goes POSTCALL → IDLE → ASSIGNED → READY: its registration outlived the call.
    Move{kAssigned, kRegistered, kReady},
    // Registration comes and goes.
    Move{kReady, kRegistrationLost, kRegistering},
    Move{kRegistering, kRegistrationFailed, kFault},
    Move{kReady, kRestart, kRegistering},
    // Giving it back.
    Move{kAssigned, kRelease, kIdle},
    Move{kRegistering, kRelease, kIdle},
    Move{kReady, kRelease, kIdle},
    // Any state can break …
    Move{kIdle, kError, kFault},
    Move{kAssigned, kError, kFault},
    Move{kRegistering, kError, kFault},
    Move{kReady, kError, kFault},
    Move{kCalling, kError, kFault},
    Move{kActiveCall, kError, kFault},
    Move{kPostcall, kError, kFault},
    Move{kDegraded, kError, kFault},
    // … and DRP or a person mends it, or not.
    Move{kFault, kRecovered, kIdle},
    Move{kFault, kDrpFailed, kDegraded},
    Move{kFault, kRestart, kIdle},
    Move{kFault, kReset, kIdle},
    Move{kDegraded, kRecovered, kIdle},
    Move{kDegraded, kRestart, kIdle},
    Move{kDegraded, kReset, kIdle},
    // A reset takes the ways to IDLE that exist; a line in a call is hung up first.
    Move{kAssigned, kReset, kIdle},
    Move{kRegistering, kReset, kIdle},
    Move{kReady, kReset, kIdle},
    Move{kPostcall, kReset, kIdle},
};
}  // namespace

std::span<const SlotState> AllSlotStates() {
  static constexpr std::array kAll = {kIdle,       kAssigned, kRegistering, kReady,   kCalling,
                                      kActiveCall, kPostcall, kFault,       kDegraded};
  static_assert(kAll.size() == kStateNames.size());
  return kAll;
}
std::string_view ToString(SlotState state) { return kStateNames[static_cast<std::size_t>(state)]; }
std::string_view ToString(SlotTrigger trigger) { return kTriggerNames[static_cast<std::size_t>(trigger)]; }
std::string_view ToString(SlotCause cause) { return kCauseNames[static_cast<std::size_t>(cause)]; }
std::optional<SlotState> ParseSlotState(std::string_view text) { return Parse<SlotState>(kStateNames, text); }
std::optional<SlotTrigger> ParseSlotTrigger(std::string_view text) {
  return Parse<SlotTrigger>(kTriggerNames, text);
}
std::optional<SlotCause> ParseSlotCause(std::string_view text) { return Parse<SlotCause>(kCauseNames, text); }
std::string SlotStateWants() { return fmt::format("wants one of {}", fmt::join(kStateNames, ", ")); }

std::expected<SlotState, IllegalMove> Next(SlotState state, SlotTrigger trigger) {
  for (const Move& move : kMoves) {
    if (move.from == state && move.trigger == trigger) return move.to;
  }
  return std::unexpected(IllegalMove{state, trigger});
}

std::vector<SlotTrigger> LegalTriggers(SlotState state) {
  std::vector<SlotTrigger> legal;
  for (const Move& move : kMoves) {
    if (move.from == state) legal.push_back(move.trigger);
  }
  return legal;
}
}  // namespace vss::ottb
