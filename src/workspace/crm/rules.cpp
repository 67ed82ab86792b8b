#include "workspace/crm/rules.hpp"

#include "base/error.hpp"
#include "workspace/crm/leads/lead_json.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
Lead Visible(std::optional<Lead> lead, const LeadScope& scope, const std::string& id) {
  if (!lead || !Covers(scope, LeadOwner{lead->assigned_seller})) throw NotFound(LeadName(id));
  return std::move(*lead);
}
}  // namespace

Lead GetVisible(Transaction& tx, const LeadScope& scope, const std::string& id) {
  return Visible(tx.leads().Find(id), scope, id);
}

Lead GetVisibleLocked(Transaction& tx, const LeadScope& scope, const std::string& id) {
  return Visible(tx.leads().FindLocked(id), scope, id);
}

void RequireSeller(Transaction& tx, const LeadScope& scope, const std::optional<std::string>& seller) {
  if (scope.seller && seller != scope.seller)
    throw InvalidField("assigned_seller", "a seller's leads stay with the seller; leave it out");
  if (seller && !tx.sellers().IsSeller(*seller))
    throw InvalidField("assigned_seller",
                       fmt::format("there is no active user {} with the role seller", *seller));
}

bool Covers(Transaction& tx, const LeadScope& scope, const Client& client) {
  return !scope.seller || client.created_by == scope.seller ||
         tx.clients().IsOfSeller(client.id, *scope.seller);
}

void RequireClient(Transaction& tx, const LeadScope& scope, const std::optional<std::string>& id) {
  if (!id) return;
  const auto client = tx.clients().Find(*id);
  if (!client || !Covers(tx, scope, *client))
    throw InvalidField("client_id", fmt::format("there is no client {}", *id));
}

void Announce(Transaction& tx, const Lead& lead, std::string_view action,
              const std::optional<SellerChange>& seller) {
  json::object data = ToJson(lead);
  data["action"] = action;
  if (seller) data["previous_seller"] = OrNull(seller->previous);
  tx.journal().Publish("lead.update", std::nullopt, "WORKSPACE", std::move(data));
}

LeadChange ChangeBy(const Caller& caller, const Lead& lead, std::string kind, Instant at) {
  return {
      .lead_id = lead.id,
      .kind = std::move(kind),
      .at = at,
      .user_id = caller.principal.user_id.empty() ? std::nullopt : std::optional(caller.principal.user_id),
      .username = caller.principal.username};
}
}  // namespace vss::crm
