#include "ottb/calls/call_service.hpp"

#include "base/log.hpp"
#include "ottb/calls/call_json.hpp"
#include "ottb/calls/call_placing.hpp"

namespace vss::ottb {
namespace {
constexpr std::size_t kAllRunning = 10'000;  // one for each line, and there are fewer

// An unknown number is one more mistake of the caller's program; it is answered, not kept.
bool IsWorthKeeping(const Error& refusal) {
  return refusal.code() != ErrorCode::kInvalidParams && refusal.code() != ErrorCode::kServiceUnavailable &&
         refusal.code() != ErrorCode::kInternal;
}
Error TooLate() {
  return Error(ErrorCode::kServiceUnavailable, "the call was not placed: it took too long to write it down")
      .RetryAfter(std::chrono::seconds(5));
}
}  // namespace

CallService::CallService(Store<Transaction>& store, const Clock& clock, Pbx& pbx, CallBooks& books,
                         LeadDirectory& leads, const Settings& settings)
    : store_(store),
      clock_(clock),
      pbx_(pbx),
      books_(books),
      leads_(leads),
      settings_(settings),
      rules_(settings.dial) {}

Task<Call> CallService::Start(const Caller& caller, StartCall wanted) {
  std::optional<Error> refusal;
  try {
    co_return co_await Place(caller, wanted);
  } catch (const Error& error) {
    refusal = error;
  }
  if (IsWorthKeeping(*refusal)) co_await AuditRefusal(caller, wanted, *refusal);
  throw std::move(*refusal);
}

Task<Call> CallService::Place(const Caller& caller, StartCall wanted) {
  if (wanted.lead_id) co_await RequireLead(caller, *wanted.lead_id);
  const PbxStatus pbx = pbx_.Status();
  const PhoneNumber destination = rules_.Destination(wanted.phone_number);
  // Whoever dials a number by hand means the person who has it.
  if (!wanted.lead_id && caller.principal.Allows(perm::kCrmRead))
    wanted.lead_id = co_await leads_.LeadOfNumber(destination.e164, LeadScopeOf(caller.principal));
  const auto caller_id = wanted.caller_id ? std::optional(rules_.CallerId(*wanted.caller_id)) : std::nullopt;
  std::optional<Timeline> times;
  const ClockLeads leads = books_.LeadsOfClock();
  const Placed placed = co_await store_.Write([&](Transaction& tx) {
    if (caller.patience.over()) throw TooLate();
    times.emplace(clock_);
    return PlaceCall(tx, {.caller = caller,
                          .wanted = wanted,
                          .destination = destination.e164,
                          .caller_id = caller_id,
                          .pbx = pbx,
                          .settings = settings_,
                          .now = times->began(),
                          .leads = leads});
  });
  books_.OnCallStarted(placed.call, *times);
  if (caller.patience.over()) Withdraw(placed.call, *times);
  CallOrder call = OrderOf(placed.call, placed.max_duration);
  call.times = times;
  pbx_.StartCall(call);
  co_return placed.call;
}

// The database stalled, the caller was answered 503 and may ask again by now: nobody rings twice. From the
// look at the caller's patience to the order there is nothing that waits.
void CallService::Withdraw(const Call& call, const Timeline& times) {
  log::Warning("OTTB", "a call is not placed: its request was answered already", {{"call", Wire(call.id)}});
  books_.OnCallEnded({.id = call.id, .reason = HangupReason::kCancelled, .ended_at = times.Now(clock_)});
  throw TooLate();
}

// A lead that the caller may not see is none to them.
Task<void> CallService::RequireLead(const Caller& caller, const std::string& lead_id) {
  const auto owner = co_await leads_.OwnerOf(lead_id);
  if (!owner || !Covers(LeadScopeOf(caller.principal), owner))
    throw InvalidField("lead_id", fmt::format("there is no lead {}", lead_id));
}

CallOrder CallService::OrderOf(const Call& call, std::chrono::seconds max_duration) const {
  CallOrder order{.id = call.id,
                  .line = call.line,
                  .line_type = call.line_type,
                  .callee = call.phone_number,
                  .caller_id = call.caller_id,
                  .ring_near = settings_.calls.ring_near,
                  .ring_far = settings_.calls.ring_far,
                  .max_duration = max_duration};
  if (!call.record) return order;
  const auto file = settings_.RecordingsDir() / RecordingFile(call.id, call.started_at);
  std::error_code failure;
  std::filesystem::create_directories(file.parent_path(), failure);
  if (failure) {  // a disk that cannot record stops recordings, never calls
    log::Error("OTTB", "a call is not recorded: its folder cannot be made",
               {{"call", Wire(call.id)}, {"error", failure.message()}});
  } else {
    order.recording = file;
  }
  return order;
}

Task<void> CallService::AuditRefusal(const Caller& caller, const StartCall& wanted, const Error& refusal) {
  AuditEntry entry = caller.Did("calls.start", "number " + wanted.phone_number,
                                {{"code", Describe(refusal.code()).name},
                                 {"reason", refusal.message()},
                                 {"slot_id", wanted.slot_id ? json::value(wanted.slot_id->value) : nullptr}});
  entry.success = false;
  try {
    co_await store_.Write([&](Transaction& tx) { tx.journal().Audit(entry); });
  } catch (const Error& error) {
    log::Error("OTTB", "a refused call could not be audited", {{"error", error.message()}});
  }
}

// Whose calls somebody may end, transfer, mute, hold or record belongs to the role, apart from whose calls
// they see. A lead's seller sees its calls and rules over none of others.
Task<void> CallService::RequireControl(const Caller& caller, CallId id, std::string_view permission) {
  const Call call = co_await Get(caller, id);  // throws when the caller may not see it
  const RowScope scope = ScopeOf(caller.principal, ScopedResource::kCallControl);
  if (Covers(scope, {&call.user_id}, {&call.team_id})) co_return;
  AuditEntry entry =
      caller.Did(std::string(permission), Name(id),
                 {{"code", Describe(ErrorCode::kPermissionDenied).name}, {"scope", ToString(scope.reach)}});
  entry.success = false;
  co_await store_.Write([&](Transaction& tx) { tx.journal().Audit(entry); });
  throw Error(
      ErrorCode::kPermissionDenied,
      fmt::format("{} is not {} call; your role has {} for {} calls only", Name(id),
                  scope.reach == DataScope::kOwn ? "your" : "your team's", permission, ToString(scope.reach)),
      {{"permission", permission}, {"scope", ToString(scope.reach)}});
}

Task<Call> CallService::End(const Caller& caller, CallId id, std::optional<std::string> reason) {
  co_await RequireControl(caller, id, perm::kCallsEnd);
  Call call = co_await store_.Write([&](Transaction& tx) {
    auto found = tx.calls().FindLocked(id);
    if (!found) throw NotFound(Name(id));
    if (found->ended_at) return std::move(*found);
    if (reason) found->end_reason = reason;
    tx.calls().Update(*found);
    if (!found->ended_by) found->ended_by = caller.principal.username;
    tx.journal().Audit(caller.Did("calls.end", Name(id), {{"reason", reason.value_or("")}}));
    return std::move(*found);
  });
  if (!call.ended_at) pbx_.EndCall(id, call.answered_at ? HangupReason::kNormal : HangupReason::kCancelled);
  co_return call;
}

Task<void> CallService::HoldToCaps() {
  const DialSettings& dial = settings_.dial;
  if (dial.user_a_day.count() == 0 && dial.trunk_a_day.count() == 0) co_return;
  const ClockLeads leads = books_.LeadsOfClock();
  const auto beyond = co_await store_.Read([&](Transaction& tx) {
    return BeyondCaps(tx, dial, tx.calls().ListRunning(kAllRunning), {clock_.Now(), leads});
  });
  if (beyond.empty()) co_return;
  log::Warning("OTTB", "calls are hung up: the day's minutes are used up", {{"calls", beyond.size()}});
  for (const CallId id : beyond) pbx_.EndCall(id, HangupReason::kPolicy);
}

Task<Call> CallService::Get(const Caller& caller, CallId id) {
  auto call = co_await store_.Read([&](Transaction& tx) { return tx.calls().Find(id); });
  if (!call || !co_await MaySee(leads_, ScopeOf(caller.principal, ScopedResource::kCalls), OwnerOf(*call)))
    throw NotFound(Name(id));
  co_return std::move(*call);
}

Task<Page<Call>> CallService::List(const Caller& caller, CallFilter filter, PageRequest request) {
  filter.visible = ScopeOf(caller.principal, ScopedResource::kCalls);
  co_return co_await store_.Read([&](Transaction& tx) { return tx.calls().List(filter, request); });
}
}  // namespace vss::ottb
