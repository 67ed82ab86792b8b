#include "workspace/crm/import/import_batch.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/error.hpp"
#include "workspace/crm/leads/lead_numbers.hpp"

namespace vss::crm {
namespace {
/// The leads that rows may mean: those of the database, and those that rows above made or changed.
class KnownLeads {
 public:
  explicit KnownLeads(std::vector<Lead> stored) {
    for (Lead& lead : stored) {
      if (by_id_.contains(lead.id)) continue;
      Index(lead);
      before_.emplace(lead.id, lead);
      by_id_.emplace(lead.id, std::move(lead));
    }
  }

  const Lead* Find(const Lead& row) const {
    auto found = by_phone_.find(row.phone);
    if (found == by_phone_.end() && row.email) {
      found = by_email_.find(*row.email);
      if (found == by_email_.end()) return nullptr;
    } else if (found == by_phone_.end()) {
      return nullptr;
    }
    return &by_id_.at(found->second);
  }

  void Put(const Lead& lead) {
    Index(lead);
    by_id_[lead.id] = lead;
  }

  /// Leads of the database that are different now: as they were, and as they are.
  std::vector<std::pair<Lead, Lead>> Updated() const {
    std::vector<std::pair<Lead, Lead>> updated;
    for (const auto& [id, before] : before_) {
      const Lead& after = by_id_.at(id);
      if (!(after == before)) updated.emplace_back(before, after);
    }
    return updated;
  }
  const Lead& Get(const std::string& id) const { return by_id_.at(id); }

 private:
  void Index(const Lead& lead) {
    by_phone_.emplace(lead.phone, lead.id);
    if (lead.email) by_email_.emplace(*lead.email, lead.id);
  }

  std::unordered_map<std::string, Lead> by_id_, before_;
  std::unordered_map<std::string, std::string> by_phone_, by_email_;
};

KnownLeads FindKnown(Transaction& tx, const ImportBatch& batch) {
  std::vector<std::string> phones, emails;
  for (const FileRow& row : batch.rows) {
    if (!row.lead) continue;
    const Lead& lead = row.lead->lead;
    phones.push_back(lead.phone);
    if (lead.email) emails.push_back(*lead.email);
  }
  return KnownLeads(tx.leads().FindKnown(phones, emails));
}

// All rows are one seller's, or nobody's.
void GiveTeam(Transaction& tx, ImportBatch& batch, const ImportOptions& options) {
  if (!options.assigned_seller) return;
  const auto seller = tx.sellers().Find(*options.assigned_seller);
  if (!seller)
    throw Error(ErrorCode::kPermissionDenied,
                "the seller who was to get the leads may not change leads any more");
  for (FileRow& row : batch.rows) {
    if (row.lead) row.lead->lead.team_id = seller->team;
  }
}

// Whoever does not want calls, or was erased, is no new lead of a list that somebody bought, and gets no
// number of such a person (SettleStatus, for all rows at once). Says how many those are.
std::int64_t KeepFromCalls(Transaction& tx, std::span<Lead* const> leads) {
  std::vector<std::set<std::string>> numbers;
  std::set<std::string> all;
  for (const Lead* lead : leads) {
    numbers.push_back(NumbersOf(*lead));
    all.insert(numbers.back().begin(), numbers.back().end());
  }
  const std::set<std::string> listed = tx.do_not_call().Among(all);
  std::int64_t kept = 0;
  for (std::size_t i = 0; i < leads.size(); ++i) {
    if (!std::ranges::any_of(numbers[i], [&](const std::string& number) { return listed.contains(number); }))
      continue;
    leads[i]->status = LeadStatus::kDoNotCall;
    ++kept;
  }
  return kept;
}

Lead Updated(const Lead& known, const LeadRow& row, Instant now) {
  Lead after = WithRow(known, row);
  if (after.assigned_seller != known.assigned_seller) after.team_id = row.lead.team_id;
  if (after == known) return known;
  after.updated_at = now;
  after.version = known.version + 1;
  return after;
}
}  // namespace

std::vector<std::string> StoreBatch(Transaction& tx, ImportBatch batch, const ImportOptions& options,
                                    Instant now, ImportCounts& counts) {
  GiveTeam(tx, batch, options);
  const bool dedupe = options.policy != DuplicatePolicy::kCreate;
  KnownLeads known = dedupe ? FindKnown(tx, batch) : KnownLeads({});
  std::vector<std::string> created;
  std::vector<Lead> all;
  for (const FileRow& row : batch.rows) {
    ++counts.rows;
    if (!row.lead) {
      ++counts.rejected;
      continue;
    }
    if (!row.lead->warnings.empty()) ++counts.warned;
    const Lead& lead = row.lead->lead;
    const Lead* found = dedupe ? known.Find(lead) : nullptr;
    if (found == nullptr) {
      ++counts.created;
      dedupe ? created.push_back(lead.id) : all.push_back(lead);
      if (dedupe) known.Put(lead);
      continue;
    }
    const bool visible = Covers(options.visible, OwnerOf(*found));
    const Lead after =
        options.policy == DuplicatePolicy::kUpdate && visible ? Updated(*found, *row.lead, now) : *found;
    ++(after == *found ? counts.skipped : counts.updated);
    known.Put(after);
  }
  for (const std::string& id : created) all.push_back(known.Get(id));
  auto updated = known.Updated();
  std::vector<Lead*> changed;
  for (Lead& lead : all) changed.push_back(&lead);
  for (auto& [before, after] : updated) {
    if (after.status != LeadStatus::kDoNotCall) changed.push_back(&after);
  }
  counts.do_not_call += KeepFromCalls(tx, changed);
  tx.leads().Insert(all);
  std::vector<std::string> touched;
  for (const auto& [before, after] : updated) {
    tx.leads().Update(before, after);
    touched.push_back(after.id);
  }
  return touched;
}
}  // namespace vss::crm
