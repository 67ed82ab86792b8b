#include "workspace/crm/rules.hpp"

#include "base/error.hpp"
#include "workspace/crm/leads/lead_json.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
Lead Visible(std::optional<Lead> lead, const RowScope& scope, const std::string& id) {
  if (!lead || !Covers(scope, OwnerOf(*lead))) throw NotFound(LeadName(id));
  return std::move(*lead);
}
}  // namespace

Lead GetVisible(Transaction& tx, const RowScope& scope, const std::string& id) {
  return Visible(tx.leads().Find(id), scope, id);
}

Lead GetVisibleLocked(Transaction& tx, const RowScope& scope, const std::string& id) {
  return Visible(tx.leads().FindLocked(id), scope, id);
}

namespace {
// The team that the lead belongs to with this seller; the one it has, when nobody has it.
std::optional<std::string> TeamOf(Transaction& tx, const Lead& lead) {
  if (!lead.assigned_seller) {
    if (lead.team_id && !tx.sellers().IsTeam(*lead.team_id))
      throw InvalidField("team_id", fmt::format("there is no team {}", *lead.team_id));
    return lead.team_id;
  }
  const auto seller = tx.sellers().Find(*lead.assigned_seller);
  if (!seller)
    throw InvalidField("assigned_seller",
                       fmt::format("there is no active user {} who may change leads", *lead.assigned_seller));
  return seller->team;
}
}  // namespace

void SettleOwner(Transaction& tx, const RowScope& scope, Lead& lead) {
  lead.team_id = TeamOf(tx, lead);
  if (Covers(scope, OwnerOf(lead))) return;
  throw InvalidField(lead.assigned_seller || scope.reach == DataScope::kOwn ? "assigned_seller" : "team_id",
                     scope.reach == DataScope::kOwn ? "your leads stay with you; leave it out"
                                                    : "your team's leads stay in the team");
}

bool Covers(Transaction& tx, const RowScope& scope, const Client& client) {
  return scope.all() || client.created_by == scope.user_id || tx.clients().HasVisibleLead(client.id, scope);
}

void RequireClient(Transaction& tx, const RowScope& scope, const std::optional<std::string>& id) {
  if (!id) return;
  const auto client = tx.clients().Find(*id);
  if (!client || !Covers(tx, scope, *client))
    throw InvalidField("client_id", fmt::format("there is no client {}", *id));
}

void Announce(Transaction& tx, const Lead& lead, std::string_view action,
              const std::optional<LeadOwner>& previous) {
  json::object data = ToJson(lead);
  data["action"] = action;
  if (previous) {
    data["previous_seller"] = OrNull(previous->seller);
    data["previous_team"] = OrNull(previous->team);
  }
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
