#pragma once
#include "contracts/principal.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::crm {

/// Stores `after` when it differs from `before`, with history, event and audit, and answers the lead as it is
/// then. Both have passed the rules. Inside a transaction.
Lead StoreChange(Transaction& tx, const Caller& caller, const Lead& before, Lead after, Instant now);

/// `before` with what was asked for.
Lead Changed(Lead lead, const UpdateLead& change);
/// What remains of both when `from` goes into `into`: the values of `into`, and those of `from` that it
/// lacks; do_not_call when one of them is.
Lead Merged(Lead into, const Lead& from);
}  // namespace vss::crm
