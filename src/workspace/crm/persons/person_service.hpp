#pragma once
#include <deque>

#include "base/async/blocking_pool.hpp"
#include "base/async/task_scope.hpp"
#include "contracts/principal.hpp"
#include "workspace/crm/leads/seller_directory.hpp"
#include "workspace/crm/persons/reject_eraser.hpp"
#include "workspace/crm/ports/store.hpp"
#include "workspace/crm/settings.hpp"

namespace vss::crm {

struct ErasedPerson {
  std::int64_t leads = 0, clients = 0;
  ErasedCalls calls;
  PersonMarks marks;  ///< of all that was known
};

/// Everything that is stored about one telephone number. Lives on the HTTP loop.
class PersonService {
 public:
  PersonService(Store<Transaction>& store, BlockingPool& pool, const Clock& clock, SellerDirectory& sellers,
                const Settings& settings)
      : store_(store), pool_(pool), clock_(clock), sellers_(sellers), settings_(settings) {}

  /// As one JSON document, of what the caller may see: notes, calls and recordings as far as the caller may
  /// read each, and the kinds of which something may be left out; audited.
  Task<json::object> Export(const Caller& caller, std::string phone);
  /// Leads and clients with the number, their notes and history, recordings, refused rows of imports and
  /// kept answers go; calls, records and the histories of slots stay without the number, and lines of the
  /// event log that speak of them stay as empty lines. The person's numbers stay on the do-not-call list as
  /// keyed hashes, and in the audit as pseudonyms that lead to nobody. Throws kConflict while a call to the
  /// number is up or an import runs.
  Task<ErasedPerson> Erase(const Caller& caller, std::string phone);

  /// Looks through kept answers and the newest lines of the event log once more: for what was on its way.
  void Start(TaskScope& scope);

 private:
  /// What to look for in the event log, and from where on.
  struct Trace {
    std::vector<std::string> words;
    std::int64_t from_line = 0;
    int looks_left = 0;
  };
  Task<void> EraseRejects(const PersonMarks& marks);
  Task<std::int64_t> EraseTraces(const std::vector<std::string>& words, std::int64_t from_line);
  Task<void> LookAgain();

  Store<Transaction>& store_;
  BlockingPool& pool_;
  const Clock& clock_;
  SellerDirectory& sellers_;
  const Settings& settings_;
  std::deque<Trace> traces_;
};
}  // namespace vss::crm
