#pragma once
#include "base/random.hpp"
#include "contracts/principal.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::crm {

/// The rules of notes. A note on a call that belongs to a lead is a note on that lead. A seller sees notes on
/// the seller's leads and their calls; the others are not there. Lives on the HTTP loop, without state of its
/// own.
class NoteService {
 public:
  NoteService(Store<Transaction>& store, const Clock& clock, Random& random)
      : store_(store), clock_(clock), random_(random) {}

  /// Throws kInvalidParams naming call_id or lead_id when there is no such thing, or when the call belongs to
  /// another lead.
  Task<Note> Create(const Caller& caller, CreateNote command);
  Task<Note> Get(const Caller& caller, std::string id);
  /// Throws kNotFound when the call or lead is not there.
  Task<Page<Note>> List(const Caller& caller, NoteFilter filter, PageRequest request);
  /// Throws kPermissionDenied for a note of somebody else, unless the caller has crm.admin.
  Task<Note> Update(const Caller& caller, std::string id, UpdateNote change);
  Task<Note> Delete(const Caller& caller, std::string id);

 private:
  Store<Transaction>& store_;
  const Clock& clock_;
  Random& random_;
};
}  // namespace vss::crm
