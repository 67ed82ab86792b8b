#pragma once
#include "contracts/principal.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::crm {

/// Stores `after` when it differs from `before`, with history, event and audit, and answers the lead as it is
/// then. Both have passed the rules. Inside a transaction.
Lead StoreChange(Transaction& tx, const Caller& caller, const Lead& before, Lead after, Instant now);

/// `before` with what was asked for.
Lead Changed(Lead lead, const UpdateLead& change);
}  // namespace vss::crm
