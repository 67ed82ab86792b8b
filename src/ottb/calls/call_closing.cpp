#include "ottb/calls/call_closing.hpp"

#include "ottb/calls/call_json.hpp"
#include "ottb/calls/call_usage.hpp"
#include "ottb/cdr/cdr_json.hpp"
#include "ottb/recordings/recording_json.hpp"
#include "ottb/slots/slot_events.hpp"
#include "ottb/slots/slot_moves.hpp"

namespace vss::ottb {
namespace {
struct Locked {
  std::optional<Slot> slot;
  std::optional<Call> call;
};

// The slot first: that is the order of locks. Which slot a call is on never changes.
Locked LockCall(Transaction& tx, CallId id) {
  Locked locked;
  const auto call = tx.calls().Find(id);
  if (!call || call->ended_at) return locked;
  locked.slot = tx.slots().FindLocked(call->slot_id);
  locked.call = tx.calls().FindLocked(id);
  if (locked.call && locked.call->ended_at) locked.call.reset();
  if (locked.slot && locked.slot->current_call != id) locked.slot.reset();
  return locked;
}

void Move(Transaction& tx, Slot& slot, SlotTrigger trigger, std::string reason, Instant now) {
  if (Next(slot.state, trigger))
    MoveSlot(tx, slot, trigger, {.cause = SlotCause::kSip, .reason = std::move(reason)}, now);
}

// A slot that left the way of a call meanwhile (it broke) only forgets it.
void FreeSlot(Transaction& tx, Slot& slot, const Call& call, Instant now) {
  if (call.answered_at) Move(tx, slot, SlotTrigger::kAnswered, Wire(call.id) + " was answered", now);
  slot.current_call.reset();
  if (Next(slot.state, SlotTrigger::kHangup)) {
    Move(tx, slot, SlotTrigger::kHangup,
         fmt::format("{}: {}", Wire(call.id), Describe(*call.hangup_cause).name), now);
    return;
  }
  slot.updated_at = now;
  tx.slots().Update(slot);
  PublishSlot(tx.journal(), slot, SlotChange::kUpdated);
}

int CauseOf(const CallResult& result) {
  for (const Leg& leg : result.legs) {
    if (leg.role == LegRole::kNumber && leg.q850 != 0) return leg.q850;
  }
  return Describe(result.reason).q850;
}

void Finish(Call& call, const CallResult& result) {
  call.dialled = call.dialled || HasDialled(result.legs) || result.ringing_at || result.answered_at;
  call.ringing_at = result.ringing_at ? result.ringing_at : call.ringing_at;
  call.answered_at = result.answered_at ? result.answered_at : call.answered_at;
  call.ended_at = result.ended_at;
  call.seen_at = result.ended_at;
  call.hangup_cause = result.reason;
  call.sip_status = result.sip_status;
  call.q850 = CauseOf(result);
  const Disposition disposition = DispositionOf(result.reason, call.answered_at.has_value());
  const bool ended = disposition == Disposition::kAnswered || disposition == Disposition::kCancelled;
  call.state = ended ? CallState::kEnded : CallState::kFailed;
}

RecordingId InsertRecording(Transaction& tx, const Call& call, const RecordingInfo& info,
                            const std::filesystem::path& recordings, Instant now) {
  const Recording stored = tx.recordings().Insert(
      {.call_id = call.id,
       .slot_id = call.slot_id,
       .user_id = call.user_id,
       .team_id = call.team_id,
       .lead_id = call.lead_id,
       .campaign_id = call.campaign_id,
       .phone_number = call.phone_number,
       .file = std::filesystem::path(info.file).lexically_relative(recordings).generic_string(),
       .bytes = info.bytes,
       .duration = info.duration,
       .truncated = info.truncated,
       .started_at = call.answered_at.value_or(call.started_at)},
      now);
  tx.journal().Publish("recording.update", "F-14", "OTTB", ToJson(stored));
  return stored.id;
}
}  // namespace

void NoteProgress(Transaction& tx, const CallProgress& progress, Instant now) {
  if (IsOver(progress.state)) return;  // how it ended comes with its result
  Locked locked = LockCall(tx, progress.id);
  if (!locked.call) return;
  Call& call = *locked.call;
  call.state = progress.state;
  call.seen_at = progress.at;
  call.dialled = call.dialled || HasDialled(progress.legs) || progress.state != CallState::kInitiated;
  if (progress.state == CallState::kRinging && !call.ringing_at) call.ringing_at = progress.at;
  if (progress.state == CallState::kAnswered && !call.answered_at) call.answered_at = progress.at;
  tx.calls().Update(call);
  tx.journal().Publish("call.update", "F-03", "OTTB", ToJson(call));
  if (progress.state == CallState::kAnswered && locked.slot) {
    Move(tx, *locked.slot, SlotTrigger::kAnswered, Wire(call.id) + " was answered", now);
  }
}

bool CloseCall(Transaction& tx, const CallResult& result, const std::filesystem::path& recordings,
               Instant now) {
  Locked locked = LockCall(tx, result.id);
  if (!locked.call) return false;
  Call& call = *locked.call;
  Finish(call, result);
  tx.calls().Update(call);
  if (result.recording) call.recording_id = InsertRecording(tx, call, *result.recording, recordings, now);
  const Cdr cdr = MakeCdr(call, result.legs);
  tx.cdrs().Insert(cdr, now);
  CallTotals totals;
  totals.Count(CountedOf(cdr));
  tx.totals().Add(totals);
  CountUsage(tx, call);
  tx.journal().Publish("call.update", "F-08", "OTTB", ToJson(call));
  tx.journal().Publish("cdr.update", "F-13", "OTTB", ToJson(cdr));
  if (locked.slot) FreeSlot(tx, *locked.slot, call, now);
  return true;
}

bool KeepRecording(Transaction& tx, CallId id, const RecordingInfo& info,
                   const std::filesystem::path& recordings, Instant now) {
  const auto call = tx.calls().Find(id);
  if (!call || tx.recordings().FindOfCall(id)) return false;
  InsertRecording(tx, *call, info, recordings, now);
  return true;
}
}  // namespace vss::ottb
