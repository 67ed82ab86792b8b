#pragma once
#include "contracts/principal.hpp"
#include "ottb/calls/call_usage.hpp"
#include "ottb/ports/pbx.hpp"

namespace vss::ottb {

/// An order whose numbers were read already.
struct Placing {
  const Caller& caller;
  const StartCall& wanted;
  std::string destination;               ///< E.164
  std::optional<std::string> caller_id;  ///< E.164, when one was asked for
  const PbxStatus& pbx;
  const Settings& settings;
  Instant now;
  const ClockLeads& leads;
};

struct Placed {
  Call call;
  std::chrono::seconds max_duration{0};
};

/// Takes a line and writes the intent to dial: the call's row, the slot's move to CALLING, event and audit.
/// Refuses in this order: the number and the lead (kDncBlocked), the slot (kNotFound, kPermissionDenied), the
/// caller ID (kCallerIdNotAllowed), the slot's state (kSlotOffline, kSlotBusy; without a slot_id
/// kNoFreeSlot), the near end (kNoStation), the caps (kLimitReached), the PBX (kPbxUnavailable).
Placed PlaceCall(Transaction& tx, const Placing& order);
}  // namespace vss::ottb
