#pragma once
#include "ottb/calls/call_id.hpp"
#include "ottb/slots/registration.hpp"
#include "ottb/slots/slot_state.hpp"
#include "ottb/trunks/trunk.hpp"

namespace vss::ottb {

using SlotId = IntId<struct SlotTag>;

/// Whom a slot serves.
enum class BindingKind { kNone, kPool, kUser, kCampaign };
std::string_view ToString(BindingKind kind);
std::optional<BindingKind> ParseBindingKind(std::string_view text);

struct Binding {
  BindingKind kind = BindingKind::kNone;
  std::string id;  ///< UUID of the user or campaign; empty otherwise
  bool operator==(const Binding&) const = default;

  static Binding None() { return {}; }
  static Binding Pool() { return {BindingKind::kPool, {}}; }
  static Binding User(std::string id) { return {BindingKind::kUser, std::move(id)}; }
  static Binding Campaign(std::string id) { return {BindingKind::kCampaign, std::move(id)}; }
};

/// One telephone line.
struct Slot {
  SlotId id;
  TrunkId trunk_id;
  TrunkType type = TrunkType::kAuto;  ///< its trunk's, which stays while the trunk has slots
  int number = 0;                     ///< internal SIP number, unique among all slots
  std::string device_id;              ///< unique within the trunk
  SlotState state = SlotState::kIdle;
  Instant state_since;
  std::string state_reason;  ///< why it is in this state, in words
  Binding binding;
  Instant created_at;
  Instant updated_at;
  std::optional<CallId> current_call;
  std::optional<Registration> registration;  ///< read with it, written by RegistrationTable
};

struct CreateSlot {
  TrunkId trunk_id;
  TrunkType type = TrunkType::kAuto;
  std::string device_id;
};

/// One for each device.
struct CreateSlots {
  TrunkId trunk_id;
  TrunkType type = TrunkType::kAuto;
  std::vector<std::string> device_ids;
};

/// Absent stays as it is.
struct UpdateSlot {
  std::optional<std::string> device_id;
};

struct SlotFilter {
  std::optional<TrunkId> trunk_id;
  std::optional<TrunkType> type;
  std::optional<SlotState> state;
  std::optional<std::string> assigned_user;  ///< UUID
};

/// One line of a slot's history.
struct Transition {
  std::int64_t id = 0;  ///< given when stored
  SlotId slot_id;
  Instant at;
  SlotState from = SlotState::kIdle;
  SlotState to = SlotState::kIdle;
  SlotTrigger trigger = SlotTrigger::kAssign;
  SlotCause cause = SlotCause::kHub;
  std::string reason;
  std::optional<std::string> username;  ///< when a person caused it
  /// That was called, of a call that whoever asks may see. The reason names the call, never the number.
  std::optional<std::string> phone_number;
};

/// How many slots of one type are in one state.
struct SlotCount {
  TrunkType type;
  SlotState state;
  std::int64_t count;
};
}  // namespace vss::ottb
