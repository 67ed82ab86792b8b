#pragma once
#include "workspace/crm/ports/store.hpp"

namespace vss::crm {

/// What remains of both when `from` goes into `into`: the values of `into`, those of `from` that it lacks,
/// and the status that says more of the two. Another name, number, e-mail, source or field of the same person
/// is kept as a field: phone_2, email_2 … Throws Error(kConflict) when there are more fields than a lead can
/// have.
Lead Merged(Lead into, const Lead& from);

/// Notes on the lead that a call ended; answers the lead when that is news. A call that was booked while its
/// lead went into another one follows it there. Inside a transaction; idempotent.
std::optional<Lead> NoteEndedCall(Transaction& tx, const std::string& lead_id, Instant ended_at);
}  // namespace vss::crm
