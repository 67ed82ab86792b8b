#include "ottb/calls/call_books.hpp"

#include "base/log.hpp"
#include "ottb/calls/call_closing.hpp"

namespace vss::ottb {
namespace {
constexpr std::chrono::seconds kWatchEvery{10};
constexpr std::chrono::seconds kHandOver{30};  // a call that the PBX does not have by now, it never had
constexpr std::size_t kAllCalls = 10'000;      // one for each line, and there are fewer
constexpr std::chrono::seconds kSameTime{1};   // two clocks that differ by less tell the same

// What a call came to that nobody saw end.
CallResult Cut(const Call& call, const std::optional<RecordingInfo>& recording) {
  Instant ended = std::max(call.seen_at, call.answered_at.value_or(call.started_at));
  if (recording && call.answered_at) ended = std::max(ended, *call.answered_at + recording->duration);
  return {.id = call.id,
          .reason = HangupReason::kSystem,
          .ended_at = ended,
          .ringing_at = call.ringing_at,
          .answered_at = call.answered_at,
          .recording = recording};
}

void NoteSeenAt(Transaction& tx, CallId id, Instant at) {
  auto call = tx.calls().FindLocked(id);
  if (!call || call->ended_at) return;
  call->seen_at = at;
  tx.calls().Update(*call);
}

std::map<CallId, RecordingInfo> ByCall(std::vector<RecordingInfo> partials) {
  std::map<CallId, RecordingInfo> by_call;
  for (RecordingInfo& partial : partials) {
    if (const auto call = CallOfRecordingFile(partial.file))
      by_call.insert_or_assign(*call, std::move(partial));
  }
  return by_call;
}
}  // namespace

CallBooks::CallBooks(Loop& loop, Store<Transaction>& store, const Clock& clock, LineKeeper& lines,
                     const Settings& settings)
    : store_(store),
      clock_(clock),
      lines_(lines),
      settings_(settings),
      writes_(loop, "calls", [this](std::vector<WriteBehind::Key> ids) { return Write(std::move(ids)); }) {}

Task<std::size_t> CallBooks::Recover(std::vector<RecordingInfo> partials) {
  const auto saved = ByCall(std::move(partials));
  const std::size_t closed = co_await store_.Write([&](Transaction& tx) {
    std::size_t count = 0;
    for (const Call& call : tx.calls().ListRunning(kAllCalls)) {
      const auto found = saved.find(call.id);
      const auto recording = found == saved.end() ? std::nullopt : std::optional(found->second);
      if (CloseCall(tx, Cut(call, recording), settings_.RecordingsDir(), clock_.Now())) ++count;
    }
    for (const auto& [id, info] : saved) KeepRecording(tx, id, info, settings_.RecordingsDir(), clock_.Now());
    return count;
  });
  if (closed > 0) log::Warning("OTTB", "calls were cut when the platform stopped", {{"calls", closed}});
  co_return closed;
}

void CallBooks::Start(TaskScope& scope) {
  scope.Spawn("books of calls", writes_.Run());
  scope.Every("watch over calls", kWatchEvery, [this] { return Watch(); });
}

void CallBooks::OnCallStarted(const Call& call, const Timeline& times) {
  running_.insert_or_assign(call.id, Running{.line = call.line,
                                             .user_id = call.user_id,
                                             .trunk_id = call.trunk_id,
                                             .times = times,
                                             .answered = call.answered_at.has_value(),
                                             .progress = {},
                                             .result = std::nullopt});
}

ClockLeads CallBooks::LeadsOfClock() const {
  ClockLeads leads;
  const Instant now = clock_.Now();
  for (const auto& [id, call] : running_) {
    const auto lead = now - call.times.Now(clock_);
    if (std::chrono::abs(lead) < kSameTime) continue;
    leads.push_back({.id = id,
                     .user_id = call.user_id,
                     .trunk_id = call.trunk_id,
                     .answered = call.answered,
                     .lead = lead});
  }
  return leads;
}

void CallBooks::OnCallProgress(const CallProgress& progress) {
  const auto found = running_.find(progress.id);
  if (found == running_.end() || found->second.result) return;
  if (progress.state == CallState::kAnswered) found->second.answered = true;
  auto& waiting = found->second.progress;
  std::erase_if(waiting, [&](const CallProgress& earlier) { return earlier.state == progress.state; });
  waiting.push_back(progress);
  writes_.Touch(progress.id.value);
}

void CallBooks::OnCallEnded(const CallResult& result) {
  const auto found = running_.find(result.id);
  if (found == running_.end() || found->second.result) {
    log::Warning("OTTB", "an end was told of a call that is over or unknown", {{"call", Wire(result.id)}});
    return;
  }
  found->second.result = result;
  writes_.Touch(result.id.value);
}

Task<void> CallBooks::Write(std::vector<WriteBehind::Key> ids) {
  std::map<CallId, Running> now;
  for (const WriteBehind::Key id : ids) {
    const auto found = running_.find(CallId{id});
    if (found == running_.end()) continue;
    now.insert(*found);
    found->second.progress.clear();
  }
  try {
    co_await store_.Write([&](Transaction& tx) {
      for (const auto& [id, call] : now) {
        for (const CallProgress& progress : call.progress) NoteProgress(tx, progress, clock_.Now());
        if (call.result) CloseCall(tx, *call.result, settings_.RecordingsDir(), clock_.Now());
      }
    });
  } catch (...) {
    for (auto& [id, call] : now) {
      auto& waiting = running_.at(id).progress;
      waiting.insert(waiting.begin(), call.progress.begin(), call.progress.end());
    }
    throw;
  }
  for (const auto& [id, call] : now) {
    if (!call.result) continue;
    running_.erase(id);
    lines_.OnLineMoved(call.line);
  }
}

Task<void> CallBooks::Watch() {
  const Instant now = clock_.Now();
  const auto calls = co_await store_.Read([](Transaction& tx) { return tx.calls().ListRunning(kAllCalls); });
  if (calls.empty()) co_return;
  const ClockLeads leads = LeadsOfClock();
  co_await store_.Write([&](Transaction& tx) {
    tx.calls().NoteSeen(now);
    for (const ClockLead& call : leads) NoteSeenAt(tx, call.id, now - call.lead);
  });
  CloseUnknown(calls);
}

// What was written a moment ago may not have been handed to the PBX yet.
void CallBooks::CloseUnknown(const std::vector<Call>& calls) {
  const Steady now = clock_.SteadyNow();
  std::map<CallId, Steady> missed;
  for (const Call& call : calls) {
    if (running_.contains(call.id)) continue;
    const auto before = missed_.find(call.id);
    const Steady since = before == missed_.end() ? now : before->second;
    if (now - since < kHandOver) {
      missed.emplace(call.id, since);
      continue;
    }
    log::Error("OTTB", "a call is in the books that the PBX does not have", {{"call", Wire(call.id)}});
    OnCallStarted(call, Timeline(clock_));
    OnCallEnded(Cut(call, std::nullopt));
  }
  missed_ = std::move(missed);
}
}  // namespace vss::ottb
