#pragma once
#include "workspace/crm/ports/store.hpp"

/// Rules that leads, clients and notes share. All run inside a transaction.
namespace vss::crm {

/// The lead, when it exists and the scope covers it. Throws kNotFound: a lead that one may not see is none.
Lead GetVisible(Transaction& tx, const RowScope& scope, const std::string& id);
Lead GetVisibleLocked(Transaction& tx, const RowScope& scope, const std::string& id);

/// Gives a lead that is new, or that is to have another owner, its team, which is the seller's; a lead
/// without seller lies in the pool of the team that it has. Throws kInvalidParams naming assigned_seller
/// unless it is an active user who may change leads, or team_id unless that team exists and is the seller's;
/// and naming either when the lead would leave what `scope` covers: nobody gives away what they could not
/// take back.
void SettleOwner(Transaction& tx, const RowScope& scope, Lead& lead);
/// Gives the lead the status that the do-not-call list leaves it: do_not_call, when one of its numbers is on
/// the list. `before` is the lead as it is, or nullptr when it is new. Throws kDncBlocked when somebody takes
/// that status back from a lead whose number stays on the list, for another lead or an erased person.
void SettleStatus(Transaction& tx, const Lead* before, Lead& after);
/// Whether `wide` covers whatever `narrow` covers.
bool Contains(const RowScope& wide, const RowScope& narrow);
/// Throws kInvalidParams naming client_id unless the client exists and is visible.
void RequireClient(Transaction& tx, const RowScope& scope, const std::optional<std::string>& client);
/// What the scope covers: of leads that it covers, or made by the caller.
bool Covers(Transaction& tx, const RowScope& scope, const Client& client);

/// Publishes `lead.update`; `previous` had the lead before, when it changed hands.
void Announce(Transaction& tx, const Lead& lead, std::string_view action,
              const std::optional<LeadOwner>& previous = std::nullopt);

/// Publishes that the lead went into another one: whoever looks at it is led there.
void AnnounceMerged(Transaction& tx, const Lead& lead, const std::string& into);

/// An entry of the lead's history by the caller.
LeadChange ChangeBy(const Caller& caller, const Lead& lead, std::string kind, Instant at);
}  // namespace vss::crm
