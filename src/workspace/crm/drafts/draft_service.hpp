#pragma once
#include <functional>

#include "base/async/task_scope.hpp"
#include "contracts/principal.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::crm {

json::object ToJson(const Draft& draft);

/// Keeps what people type while they type it, so that a closed window, a call that ends or a restart loses
/// nothing. Each sees their own only. Not audited, and told only to what its owner has open: half a sentence
/// is nobody's business yet. Bounded: kMostDrafts of a person, kDraftsKept after the last keystroke. Lives on
/// the HTTP loop, without state of its own.
class DraftService {
 public:
  enum class Sent { kFirst, kAgain };
  /// What one of `user_id`'s drafts became: `draft.update` of docs/reference/realtime.md.
  using Listener = std::function<void(const std::string& user_id, const json::object& change)>;
  /// A draft as somebody saw it: its `updated_at`, empty when there was none.
  using Seen = std::optional<std::string>;

  DraftService(Store<Transaction>& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// The last one written first.
  Task<std::vector<Draft>> List(const Caller& caller);
  /// Replaces what the caller had under that name. Refused with CONFLICT, which has the draft as it is, when
  /// another browser wrote something else since what was `seen`, so that neither text is lost. Sent `kAgain`,
  /// because an answer may have been lost, it is refused with CONFLICT when the caller saved or dropped just
  /// this text meanwhile, on another computer.
  Task<Draft> Put(const Caller& caller, std::string name, Fields fields, Sent sent = Sent::kFirst,
                  Seen seen = std::nullopt);
  /// Nothing happens when there is none, nor when another browser wrote since what was `seen`: that text was
  /// not saved.
  Task<void> Delete(const Caller& caller, std::string name, Seen seen = std::nullopt);
  void OnChange(Listener listener) { listener_ = std::move(listener); }
  /// Tells the owners that the drafts went with the person whom they were about.
  void TellErased(const std::vector<Draft>& erased);
  /// Removes those that nobody came back to, every hour, until the scope stops.
  void Start(TaskScope& scope);

 private:
  Store<Transaction>& store_;
  const Clock& clock_;
  Listener listener_ = [](const std::string&, const json::object&) {};
};

/// What is left of the drafts about `from` when it goes into `into`. Inside a transaction.
void MoveDrafts(Transaction& tx, const std::string& from, const std::string& into);
/// Removes everybody's drafts about one of `subjects` (leads, calls), and those with the number in them, and
/// says which.
std::vector<Draft> EraseDrafts(Transaction& tx, std::span<const std::string> subjects,
                               const std::string& phone);
}  // namespace vss::crm
