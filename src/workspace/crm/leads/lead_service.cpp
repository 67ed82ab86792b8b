#include "workspace/crm/leads/lead_service.hpp"

#include <set>

#include "base/error.hpp"
#include "base/phone_number.hpp"
#include "workspace/crm/drafts/draft_service.hpp"
#include "workspace/crm/leads/lead_json.hpp"
#include "workspace/crm/leads/lead_merging.hpp"
#include "workspace/crm/leads/lead_numbers.hpp"
#include "workspace/crm/leads/lead_updating.hpp"
#include "workspace/crm/rules.hpp"

namespace vss::crm {
namespace {
Lead NewLead(CreateLead command, std::string id, Instant now) {
  Lead lead{.id = std::move(id),
            .client_name = std::move(command.client_name),
            .phone = std::move(command.phone),
            .email = std::move(command.email),
            .status = command.status,
            .assigned_seller = std::move(command.assigned_seller),
            .team_id = std::move(command.team_id),
            .source = std::move(command.source),
            .timezone = std::move(command.timezone),
            .region = std::move(command.region),
            .fields = std::move(command.fields),
            .client_id = std::move(command.client_id),
            .created_at = now,
            .updated_at = now};
  if (!lead.region) {
    const auto number = ParsePhone(lead.phone, "");
    if (number && number->region.size() == 2) lead.region = number->region;
  }
  return lead;
}

void RequireVersion(const Lead& lead, const std::optional<std::int64_t>& wanted) {
  if (!wanted || *wanted == lead.version) return;
  throw Error(ErrorCode::kConflict,
              fmt::format("{} was changed meanwhile: it has version {} now; read it again", LeadName(lead.id),
                          lead.version),
              {{"version", lead.version}});
}

// A lead lies where its seller is: another team is not given to it, but with another seller.
void RequireTeam(const Lead& lead, const std::optional<std::string>& wanted) {
  if (!wanted || lead.team_id == wanted) return;
  throw InvalidField("team_id", "the lead is in the team of its seller; give it another seller, or none");
}

void RequireTwo(const std::string& id, const std::string& into) {
  if (id == into) throw InvalidField("into", "wants another lead than the one that is merged");
}
}  // namespace

Task<Lead> LeadService::Create(const Caller& caller, CreateLead command) {
  const RowScope scope = LeadScopeOf(caller.principal);
  if (!scope.all() && !command.assigned_seller && !command.team_id) command.assigned_seller = scope.user_id;
  const Lead draft = NewLead(std::move(command), random_.TimeUuid(clock_.Now()), clock_.Now());
  const Lead lead = co_await store_.Write([&](Transaction& tx) {
    Lead lead = draft;
    SettleOwner(tx, scope, lead);
    RequireTeam(lead, draft.team_id);
    RequireClient(tx, scope, lead.client_id);
    SettleStatus(tx, nullptr, lead);
    tx.leads().Insert(std::span(&lead, 1));
    tx.changes().Append(ChangeBy(caller, lead, "created", lead.created_at));
    Announce(tx, lead, "created");
    tx.journal().Audit(caller.Did("leads.create", LeadName(lead.id)));
    return lead;
  });
  sellers_.Forget(lead.id);
  co_return lead;
}

Task<Lead> LeadService::Get(const Caller& caller, std::string id) {
  co_return co_await store_.Read(
      [&](Transaction& tx) { return GetVisible(tx, LeadScopeOf(caller.principal), id); });
}

Task<Page<Lead>> LeadService::List(const Caller& caller, LeadFilter filter, PageRequest request) {
  filter.visible = LeadScopeOf(caller.principal);
  co_return co_await store_.Read([&](Transaction& tx) { return tx.leads().List(filter, request); });
}

Task<Lead> LeadService::Update(const Caller& caller, std::string id, UpdateLead change) {
  const RowScope scope = LeadScopeOf(caller.principal);
  const Lead lead = co_await store_.Write([&](Transaction& tx) {
    const Lead before = GetVisibleLocked(tx, scope, id);
    RequireVersion(before, change.if_version);
    Lead after = Changed(before, change);
    if (OwnerOf(after) != OwnerOf(before)) SettleOwner(tx, scope, after);
    RequireTeam(after, change.team_id.value_or(std::nullopt));
    if (after.client_id != before.client_id) RequireClient(tx, scope, after.client_id);
    if (after.status != before.status || NumbersOf(after) != NumbersOf(before))
      SettleStatus(tx, &before, after);
    return StoreChange(tx, caller, before, std::move(after), clock_.Now());
  });
  sellers_.Forget(id);
  co_return lead;
}

Task<Lead> LeadService::Delete(const Caller& caller, std::string id) {
  const Lead lead = co_await store_.Write([&](Transaction& tx) {
    Lead found = GetVisibleLocked(tx, LeadScopeOf(caller.principal), id);
    tx.notes().DeleteOfLead(id);
    tx.drafts().DeleteAbout(id);
    tx.changes().Delete(id);
    tx.leads().Delete(found);
    Announce(tx, found, "deleted");
    tx.journal().Audit(caller.Did("leads.delete", LeadName(id)));
    return found;
  });
  sellers_.Forget(id);
  co_return lead;
}

// Locked in the order of their ids, so that two of these never wait for each other.
Task<Assigned> LeadService::Assign(const Caller& caller, std::vector<std::string> ids,
                                   std::optional<std::string> seller) {
  const RowScope scope = LeadScopeOf(caller.principal);
  const std::set<std::string> each(ids.begin(), ids.end());
  const Assigned done = co_await store_.Write([&](Transaction& tx) {
    Assigned counts;
    for (const std::string& id : each) {
      const Lead before = GetVisibleLocked(tx, scope, id);
      Lead after = before;
      after.assigned_seller = seller;
      if (OwnerOf(after) != OwnerOf(before)) SettleOwner(tx, scope, after);
      ++(after == before ? counts.unchanged : counts.assigned);
      StoreChange(tx, caller, before, std::move(after), clock_.Now());
    }
    return counts;
  });
  for (const std::string& id : each) sellers_.Forget(id);
  co_return done;
}

// A call that ended a moment ago may not have told its lead yet: the books know it already.
Task<Lead> LeadService::Merge(const Caller& caller, std::string id, std::string into) {
  RequireTwo(id, into);
  const RowScope scope = LeadScopeOf(caller.principal);
  const Lead remaining = co_await store_.Write([&](Transaction& tx) {
    const Lead first = GetVisibleLocked(tx, scope, std::min(id, into));
    const Lead second = GetVisibleLocked(tx, scope, std::max(id, into));
    const Lead& from = first.id == id ? first : second;
    const Lead& to = first.id == id ? second : first;
    const Instant now = clock_.Now();
    Lead merged = Merged(to, from);
    SettleStatus(tx, &to, merged);
    tx.notes().Move(id, into);
    MoveDrafts(tx, id, into);
    tx.calls().MoveLead(id, merged);
    merged.last_call_at = std::max(merged.last_call_at, tx.calls().LastEnd(into));
    const Lead after = StoreChange(tx, caller, to, std::move(merged), now);
    tx.changes().Move(id, into);
    tx.leads().Delete(from);
    LeadChange change = ChangeBy(caller, after, "merged", now);
    change.from = id;
    tx.changes().Append(change);
    AnnounceMerged(tx, from, into);
    tx.journal().Audit(caller.Did("leads.merge", LeadName(id), {{"into", into}}));
    return after;
  });
  sellers_.Forget(id);
  sellers_.Forget(into);
  co_return remaining;
}

Task<Lead> LeadService::PreviewMerge(const Caller& caller, std::string id, std::string into) {
  RequireTwo(id, into);
  const RowScope scope = LeadScopeOf(caller.principal);
  co_return co_await store_.Read([&](Transaction& tx) {
    const Lead to = GetVisible(tx, scope, into);
    Lead merged = Merged(to, GetVisible(tx, scope, id));
    SettleStatus(tx, &to, merged);
    return merged;
  });
}

Task<void> LeadService::NoteExport(const Caller& caller, std::int64_t total) {
  co_await store_.Write(
      [&](Transaction& tx) { tx.journal().Audit(caller.Did("leads.export", "leads", {{"leads", total}})); });
}

Task<LeadColumns> LeadService::ColumnsOf(const std::vector<Lead>& leads, std::vector<std::string> fields) {
  std::set<std::string> sellers;
  for (const Lead& lead : leads) {
    if (lead.assigned_seller) sellers.insert(*lead.assigned_seller);
  }
  const bool all = fields.size() == 1 && fields.front() == kAllFields;
  co_return co_await store_.Read([&](Transaction& tx) {
    return LeadColumns{.fields = all ? tx.leads().FieldNames() : fields,
                       .sellers = tx.sellers().Names(sellers)};
  });
}

Task<Page<TimelineItem>> LeadService::Timeline(const Caller& caller, std::string id, PageRequest request) {
  co_return co_await store_.Read([&](Transaction& tx) {
    GetVisible(tx, LeadScopeOf(caller.principal), id);
    return tx.calls().Timeline(id, TimelineScopeOf(caller.principal), request);
  });
}

Task<std::vector<SearchHit>> LeadService::Search(const Caller& caller, SearchQuery query, std::size_t limit) {
  const LeadFilter leads{.q = query, .visible = LeadScopeOf(caller.principal)};
  const ClientFilter clients{.q = query, .visible = LeadScopeOf(caller.principal)};
  const PageRequest newest{.limit = limit, .sort = "id", .descending = true};
  co_return co_await store_.Read([&](Transaction& tx) {
    std::vector<SearchHit> hits;
    for (Lead& lead : tx.leads().List(leads, newest).items) hits.push_back({std::move(lead)});
    if (hits.size() >= limit) return hits;
    PageRequest rest = newest;
    rest.limit = limit - hits.size();
    for (Client& client : tx.clients().List(clients, rest).items) hits.push_back({std::move(client)});
    return hits;
  });
}
}  // namespace vss::crm
