#pragma once
#include "base/async/task_scope.hpp"
#include "contracts/principal.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::crm {

/// Keeps what people type while they type it, so that a closed window, a call that ends or a restart loses
/// nothing. Each sees their own only. Not audited and not announced: half a sentence is nobody's business
/// yet. Bounded: kMostDrafts of a person, kDraftsKept after the last keystroke. Lives on the HTTP loop,
/// without state of its own.
class DraftService {
 public:
  enum class Sent { kFirst, kAgain };

  DraftService(Store<Transaction>& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// The last one written first.
  Task<std::vector<Draft>> List(const Caller& caller);
  /// Replaces what the caller had under that name. Sent `kAgain`, because an answer may have been lost, it is
  /// refused with CONFLICT when the caller saved or dropped just this text meanwhile, on another computer.
  Task<Draft> Put(const Caller& caller, std::string name, Fields fields, Sent sent = Sent::kFirst);
  /// Nothing happens when there is none.
  Task<void> Delete(const Caller& caller, std::string name);
  /// Removes those that nobody came back to, every hour, until the scope stops.
  void Start(TaskScope& scope);

 private:
  Store<Transaction>& store_;
  const Clock& clock_;
};

/// What is left of the drafts about `from` when it goes into `into`. Inside a transaction.
void MoveDrafts(Transaction& tx, const std::string& from, const std::string& into);
/// Removes everybody's drafts about one of `subjects` (leads, calls), and those with the number in them.
void EraseDrafts(Transaction& tx, std::span<const std::string> subjects, const std::string& phone);
}  // namespace vss::crm
