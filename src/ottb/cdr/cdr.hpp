#pragma once
#include "ottb/calls/call.hpp"

namespace vss::ottb {

/// The record of one attempt, written once, together with the end of its call. It repeats what it needs of
/// the call, so that it outlives slots, trunks and users.
struct Cdr {
  Call call;
  Disposition disposition = Disposition::kFailed;
  /// From the order to the end, of ringing, of talking. Never negative, also when the clock was set back
  /// meanwhile.
  std::chrono::milliseconds duration{0}, ring{0}, talk{0};
  std::vector<Leg> legs;
};

/// `call` is over.
Cdr MakeCdr(const Call& call, std::vector<Leg> legs);

struct CdrFilter {
  std::optional<Instant> from, to;  ///< of started_at; `to` is not part of it
  std::optional<SlotId> slot_id;
  std::optional<std::string> user_id, campaign_id, phone_number;
  std::optional<Disposition> disposition;
  RowScope visible;  ///< only records that the caller may see
};
}  // namespace vss::ottb
