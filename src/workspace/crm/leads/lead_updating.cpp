#include "workspace/crm/leads/lead_updating.hpp"

#include "workspace/crm/leads/lead_json.hpp"
#include "workspace/crm/rules.hpp"

namespace vss::crm {
namespace {
void Append(Transaction& tx, LeadChange change, std::optional<std::string> from,
            std::optional<std::string> to) {
  change.from = std::move(from);
  change.to = std::move(to);
  tx.changes().Append(change);
}

// The status and the seller have entries of their own in the timeline; the rest is one.
void WriteHistory(Transaction& tx, const Caller& caller, const Lead& before, const Lead& after,
                  std::vector<std::string> fields) {
  const Instant at = after.updated_at;
  if (before.status != after.status) {
    Append(tx, ChangeBy(caller, after, "status", at), std::string(ToString(before.status)),
           std::string(ToString(after.status)));
  }
  if (before.assigned_seller != after.assigned_seller) {
    Append(tx, ChangeBy(caller, after, "assigned", at), before.assigned_seller, after.assigned_seller);
  }
  std::erase_if(fields,
                [](const std::string& name) { return name == "status" || name == "assigned_seller"; });
  if (fields.empty()) return;
  LeadChange change = ChangeBy(caller, after, "updated", at);
  change.fields = std::move(fields);
  tx.changes().Append(change);
}
}  // namespace

// The audit names fields, not values: what is known of a person must be erasable, and the audit is not.
Lead StoreChange(Transaction& tx, const Caller& caller, const Lead& before, Lead after, Instant now) {
  const std::vector<std::string> fields = ChangedFields(before, after);
  if (fields.empty()) return before;
  after.updated_at = now;
  after.version = before.version + 1;
  tx.leads().Update(before, after);
  WriteHistory(tx, caller, before, after, fields);
  const bool moved = OwnerOf(before) != OwnerOf(after);
  Announce(tx, after, "updated", moved ? std::optional(OwnerOf(before)) : std::nullopt);
  json::object detail{{"fields", json::array(fields.begin(), fields.end())}};
  if (before.status != after.status)
    detail["status"] = {{"from", ToString(before.status)}, {"to", ToString(after.status)}};
  tx.journal().Audit(caller.Did("leads.update", LeadName(after.id), std::move(detail)));
  return after;
}

Lead Changed(Lead lead, const UpdateLead& change) {
  if (change.client_name) lead.client_name = *change.client_name;
  if (change.phone) lead.phone = *change.phone;
  if (change.email) lead.email = *change.email;
  if (change.status) lead.status = *change.status;
  if (change.assigned_seller) lead.assigned_seller = *change.assigned_seller;
  if (change.team_id) lead.team_id = *change.team_id;
  if (change.source) lead.source = *change.source;
  if (change.timezone) lead.timezone = *change.timezone;
  if (change.region) lead.region = *change.region;
  if (change.fields) lead.fields = *change.fields;
  if (change.client_id) lead.client_id = *change.client_id;
  return lead;
}
}  // namespace vss::crm
