#pragma once
#include "base/random.hpp"
#include "contracts/principal.hpp"
#include "workspace/crm/leads/lead_csv.hpp"
#include "workspace/crm/leads/seller_directory.hpp"
#include "workspace/crm/ports/store.hpp"
#include "workspace/crm/settings.hpp"

namespace vss::crm {

struct SearchHit {
  std::variant<Lead, Client> what;
};

struct Assigned {
  std::int64_t assigned = 0, unchanged = 0;
};

/// The rules of leads. Every method takes the caller's scope into account: what they may not see, there is
/// not. Lives on the HTTP loop, without state of its own.
class LeadService {
 public:
  LeadService(Store<Transaction>& store, const Clock& clock, Random& random, SellerDirectory& sellers)
      : store_(store), clock_(clock), random_(random), sellers_(sellers) {}

  /// Throws kInvalidParams for an unknown seller or client.
  Task<Lead> Create(const Caller& caller, CreateLead command);
  Task<Lead> Get(const Caller& caller, std::string id);
  Task<Page<Lead>> List(const Caller& caller, LeadFilter filter, PageRequest request);
  /// Throws kConflict when the lead has another version than the one that was asked for.
  Task<Lead> Update(const Caller& caller, std::string id, UpdateLead change);
  Task<Lead> Delete(const Caller& caller, std::string id);
  /// All or none. `seller` nothing: nobody's from now on.
  Task<Assigned> Assign(const Caller& caller, std::vector<std::string> ids,
                        std::optional<std::string> seller);
  /// Calls, recordings, notes, drafts and history go to `into`. Throws kInvalidParams when it is the same
  /// lead.
  Task<Lead> Merge(const Caller& caller, std::string id, std::string into);
  /// What Merge would leave, without doing it.
  Task<Lead> PreviewMerge(const Caller& caller, std::string id, std::string into);
  /// Audits that the caller took `total` leads away as a file.
  Task<void> NoteExport(const Caller& caller, std::int64_t total);
  /// Of a CSV with these leads; `fields` may be kAllFields.
  Task<LeadColumns> ColumnsOf(const std::vector<Lead>& leads, std::vector<std::string> fields);
  Task<Page<TimelineItem>> Timeline(const Caller& caller, std::string id, PageRequest request);
  Task<std::vector<SearchHit>> Search(const Caller& caller, SearchQuery query, std::size_t limit);

 private:
  Store<Transaction>& store_;
  const Clock& clock_;
  Random& random_;
  SellerDirectory& sellers_;
};
}  // namespace vss::crm
