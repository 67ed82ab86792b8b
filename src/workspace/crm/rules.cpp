#include "workspace/crm/rules.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "workspace/crm/leads/lead_json.hpp"
#include "workspace/crm/leads/lead_numbers.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
bool IsVisible(const std::optional<Lead>& lead, const RowScope& scope) {
  return lead && Covers(scope, OwnerOf(*lead));
}

// An address that somebody kept of a lead that was merged leads to the one that remained, for those who see
// it.
Error NoLead(Transaction& tx, const RowScope& scope, const std::string& id) {
  const auto survivor = tx.changes().FindSurvivor(id);
  if (!survivor || !IsVisible(tx.leads().Find(*survivor), scope)) return NotFound(LeadName(id));
  return Error(ErrorCode::kNotFound, fmt::format("{} was merged into {}", LeadName(id), LeadName(*survivor)),
               {{"merged_into", *survivor}});
}

Lead Visible(Transaction& tx, std::optional<Lead> lead, const RowScope& scope, const std::string& id) {
  if (!IsVisible(lead, scope)) throw NoLead(tx, scope, id);
  return std::move(*lead);
}
}  // namespace

Lead GetVisible(Transaction& tx, const RowScope& scope, const std::string& id) {
  return Visible(tx, tx.leads().Find(id), scope, id);
}

Lead GetVisibleLocked(Transaction& tx, const RowScope& scope, const std::string& id) {
  return Visible(tx, tx.leads().FindLocked(id), scope, id);
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

bool Contains(const RowScope& wide, const RowScope& narrow) {
  if (wide.all()) return true;
  if (narrow.all() || wide.user_id != narrow.user_id) return false;
  if (narrow.reach == DataScope::kOwn) return true;
  return wide.reach == DataScope::kTeam && std::ranges::all_of(narrow.teams, [&](const std::string& team) {
           return std::ranges::find(wide.teams, team) != wide.teams.end();
         });
}

void SettleStatus(Transaction& tx, const Lead* before, Lead& after) {
  if (after.status == LeadStatus::kDoNotCall) return;
  std::set<std::string> numbers = NumbersOf(after);
  if (before == nullptr || before->status != LeadStatus::kDoNotCall) {
    if (!tx.do_not_call().Among(numbers).empty()) after.status = LeadStatus::kDoNotCall;
    return;
  }
  std::set<std::string> added = numbers;
  for (const std::string& number : NumbersOf(*before)) added.erase(number);
  if (!tx.do_not_call().HoldsBeside(after.id, numbers) && tx.do_not_call().Among(added).empty()) return;
  throw Error(ErrorCode::kDncBlocked,
              fmt::format("{} stays do_not_call: its number is on the do-not-call list, for another lead or "
                          "because the person was erased",
                          LeadName(after.id)));
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

void AnnounceMerged(Transaction& tx, const Lead& lead, const std::string& into) {
  json::object data = ToJson(lead);
  data["action"] = "merged";
  data["merged_into"] = into;
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
