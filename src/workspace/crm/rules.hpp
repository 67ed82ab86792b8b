#pragma once
#include "workspace/crm/ports/store.hpp"

/// Rules that leads, clients and notes share. All run inside a transaction.
namespace vss::crm {

/// The lead, when it exists and the scope covers it. Throws kNotFound: a lead that one may not see is none.
Lead GetVisible(Transaction& tx, const LeadScope& scope, const std::string& id);
Lead GetVisibleLocked(Transaction& tx, const LeadScope& scope, const std::string& id);

/// Throws kInvalidParams naming assigned_seller unless it is a seller; for a seller, unless it is the caller.
void RequireSeller(Transaction& tx, const LeadScope& scope, const std::optional<std::string>& seller);
/// Throws kInvalidParams naming client_id unless the client exists and is visible.
void RequireClient(Transaction& tx, const LeadScope& scope, const std::optional<std::string>& client);
/// What the scope covers: of a seller's leads, or made by the seller.
bool Covers(Transaction& tx, const LeadScope& scope, const Client& client);

/// Publishes `lead.update`; `previous` is the seller before, when the lead changed hands.
struct SellerChange {
  std::optional<std::string> previous;
};
void Announce(Transaction& tx, const Lead& lead, std::string_view action,
              const std::optional<SellerChange>& seller = std::nullopt);

/// An entry of the lead's history by the caller.
LeadChange ChangeBy(const Caller& caller, const Lead& lead, std::string kind, Instant at);
}  // namespace vss::crm
