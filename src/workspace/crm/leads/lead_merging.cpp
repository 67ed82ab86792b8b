#include "workspace/crm/leads/lead_merging.hpp"

#include "base/error.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
template <class T>
void Fill(std::optional<T>& value, const std::optional<T>& other) {
  if (!value) value = other;
}

// A wish not to be called holds whatever else is known, and whatever is known is more than "new". Of two that
// say as much, the one of the lead that stays counts: somebody chose it.
int Weight(LeadStatus status) {
  switch (status) {
    case LeadStatus::kNew:
      return 0;
    case LeadStatus::kContacted:
      return 1;
    case LeadStatus::kQualified:
    case LeadStatus::kCallback:
    case LeadStatus::kWon:
    case LeadStatus::kLost:
      return 2;
    case LeadStatus::kDoNotCall:
      return 3;
  }
  return 0;
}

// Under `name`, or the first of name_2, name_3 … that is free or says the same.
void KeepField(Fields& fields, const std::string& name, const std::string& value, int first) {
  for (int number = first;; ++number) {
    const std::string suffix = number == 1 ? std::string() : fmt::format("_{}", number);
    const std::string key = name.substr(0, kMaxFieldName - suffix.size()) + suffix;
    const auto [there, is_new] = fields.emplace(key, value);
    if (is_new || there->second == value) return;
  }
}

void KeepOther(Fields& fields, const std::string& name, const std::optional<std::string>& kept,
               const std::optional<std::string>& other) {
  if (other && other != kept) KeepField(fields, name, *other, 2);
}
}  // namespace

Lead Merged(Lead into, const Lead& from) {
  Fill(into.email, from.email);
  if (!into.assigned_seller && from.assigned_seller) {
    into.assigned_seller = from.assigned_seller;
    into.team_id = from.team_id;  // a lead lies where its seller is
  }
  Fill(into.team_id, from.team_id);
  Fill(into.source, from.source);
  Fill(into.timezone, from.timezone);
  Fill(into.region, from.region);
  Fill(into.client_id, from.client_id);
  if (Weight(from.status) > Weight(into.status)) into.status = from.status;
  if (from.last_call_at && (!into.last_call_at || *into.last_call_at < *from.last_call_at))
    into.last_call_at = from.last_call_at;
  for (const auto& [name, value] : from.fields) KeepField(into.fields, name, value, 1);
  KeepOther(into.fields, "name", into.client_name, from.client_name);
  KeepOther(into.fields, "phone", into.phone, from.phone);
  KeepOther(into.fields, "email", into.email, from.email);
  KeepOther(into.fields, "source", into.source, from.source);
  if (into.fields.size() > kMaxFields) {
    throw Error(
        ErrorCode::kConflict,
        fmt::format("together the two leads have {} fields, and one can have {}: take some away first",
                    into.fields.size(), kMaxFields),
        {{"fields", into.fields.size()}, {"most", kMaxFields}});
  }
  return into;
}

std::optional<Lead> NoteEndedCall(Transaction& tx, const std::string& lead_id, Instant ended_at) {
  if (tx.leads().NoteCall(lead_id, ended_at)) return tx.leads().Find(lead_id);
  const auto survivor = tx.changes().FindSurvivor(lead_id);
  const auto lead = survivor ? tx.leads().FindLocked(*survivor) : std::nullopt;
  if (!lead) return std::nullopt;
  tx.calls().MoveLead(lead_id, *lead);
  return tx.leads().NoteCall(lead->id, ended_at) ? tx.leads().Find(lead->id) : std::nullopt;
}
}  // namespace vss::crm
