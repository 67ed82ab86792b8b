#pragma once
#include "base/error.hpp"
#include "contracts/leads.hpp"
#include "ottb/calls/call_books.hpp"
#include "ottb/numbers/dial_rules.hpp"

namespace vss::ottb {

/// Calls as callers of the API see them: start, end, look. What happens to a running call is CallBooks'.
/// Lives on the HTTP loop, without state of its own.
class CallService {
 public:
  CallService(Store<Transaction>& store, const Clock& clock, Pbx& pbx, CallBooks& books, LeadDirectory& leads,
              const Settings& settings);

  /// Places a call. All refusals come before anything is placed, and each is audited; in this order: the
  /// lead and the number (DialRules), the caller ID's form (kInvalidParams), then PlaceCall's. When the
  /// caller's patience ends before it is written down, it is withdrawn: nobody rings (kServiceUnavailable).
  Task<Call> Start(const Caller& caller, StartCall wanted);
  /// Ends it and answers it as it is then: the end is in the books a moment later. Ending a call that is over
  /// changes nothing. Throws kNotFound, also for a call that the caller may not see, and kPermissionDenied
  /// for one that the role's scope of call_control does not cover.
  Task<Call> End(const Caller& caller, CallId id, std::optional<std::string> reason);
  /// Hangs up the calls that the caps of minutes forbid by now, with the cause `policy`. Every kCapsEvery.
  Task<void> HoldToCaps();
  Task<Call> Get(const Caller& caller, CallId id);
  Task<Page<Call>> List(const Caller& caller, CallFilter filter, PageRequest request);

 private:
  Task<Call> Place(const Caller& caller, StartCall wanted);
  Task<void> RequireControl(const Caller& caller, CallId id, std::string_view permission);
  [[noreturn]] void Withdraw(const Call& call, const Timeline& times);
  Task<void> RequireLead(const Caller& caller, const std::string& lead_id);
  Task<void> AuditRefusal(const Caller& caller, const StartCall& wanted, const Error& refusal);
  CallOrder OrderOf(const Call& call, std::chrono::seconds max_duration) const;

  Store<Transaction>& store_;
  const Clock& clock_;
  Pbx& pbx_;
  CallBooks& books_;
  LeadDirectory& leads_;
  const Settings& settings_;
  const DialRules rules_;
};
}  // namespace vss::ottb
