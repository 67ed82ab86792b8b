#pragma once
#include <map>
#include <memory>

#include "base/async/blocking_pool.hpp"
#include "base/async/task_scope.hpp"
#include "base/async/wakeup.hpp"
#include "base/random.hpp"
#include "contracts/principal.hpp"
#include "workspace/crm/drafts/draft_service.hpp"
#include "workspace/crm/leads/seller_directory.hpp"
#include "workspace/crm/persons/reject_eraser.hpp"
#include "workspace/crm/ports/store.hpp"
#include "workspace/crm/settings.hpp"

namespace vss::crm {

struct ErasedPerson {
  std::int64_t leads = 0, clients = 0;
  std::int64_t changed_leads = 0;  ///< of others, on which it was a further number
  ErasedCalls calls;
  PersonMarks marks;      ///< of all that was known
  bool complete = false;  ///< files, the log and kept answers, too; else that goes on in the background
};

/// Everything that is stored about one telephone number. Lives on the HTTP loop.
class PersonService {
 public:
  PersonService(Loop& loop, Store<Transaction>& store, BlockingPool& pool, const Clock& clock, Random& random,
                SellerDirectory& sellers, DraftService& drafts, const Settings& settings)
      : loop_(loop),
        store_(store),
        pool_(pool),
        clock_(clock),
        random_(random),
        sellers_(sellers),
        drafts_(drafts),
        settings_(settings),
        wake_(loop) {}

  /// As one JSON document, of what the caller may see: notes, calls and recordings as far as the caller may
  /// read each, and the kinds of which something may be left out; audited.
  Task<json::object> Export(const Caller& caller, std::string phone);
  /// Leads and clients with the number, its place on the leads of others, their notes and history,
  /// recordings, refused rows of imports and kept answers go; calls, records and the histories of slots stay
  /// without the number, and lines of the event log that speak of them stay as empty lines. The person's
  /// numbers stay on the do-not-call list as keyed hashes, and in the audit as pseudonyms that lead to
  /// nobody. Throws kConflict while a call to the number is up or an import runs. What is not in the tables
  /// is erased one person after the other, also after a crash.
  Task<ErasedPerson> Erase(const Caller& caller, std::string phone);

  /// Goes on with erasures that the last stop cut, and works until the scope stops.
  void Start(TaskScope& scope);

 private:
  static constexpr std::chrono::seconds kFirstBackoff{5};

  Task<void> Work();
  Task<std::chrono::seconds> GoOnWithAll();
  Task<void> GoOn(Erasure erasure);
  Task<void> EraseRejects(const PersonMarks& marks);
  Task<void> ForgetWords();
  Task<std::int64_t> EraseTraces(const std::vector<std::string>& words, std::int64_t from_line);

  Loop& loop_;
  Store<Transaction>& store_;
  BlockingPool& pool_;
  const Clock& clock_;
  Random& random_;
  SellerDirectory& sellers_;
  DraftService& drafts_;
  const Settings& settings_;
  Wakeup wake_;
  std::chrono::seconds backoff_ = kFirstBackoff;
  std::map<std::string, std::shared_ptr<Wakeup>> waiting_;  ///< callers of Erase, by erasure
};
}  // namespace vss::crm
