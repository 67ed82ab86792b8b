#include "contract/calls_fixture.hpp"
#include "ottb/calls/call_closing.hpp"

namespace vss::ottb {
namespace {
using testing::ElementsAre;

class Calls : public CallsTest {};
VSS_ON_EACH_ENGINE(Calls);

TEST_P(Calls, ANewSlotIsReadyWhenItsLineHasRegistered) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  EXPECT_EQ(slot.state, SlotState::kReady);
  EXPECT_EQ(slot.registration->user_agent, "softphone");
  EXPECT_THAT(pbx.lines, ElementsAre(6001));
  EXPECT_THAT(TakeEventNames(), testing::Contains("sip.registration F-09"));
}

TEST_P(Calls, ALineThatIsLostAndComesBackTakesItsSlotAlong) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  telling_.OnUnregistered(6001, "expired");
  Settle();
  EXPECT_EQ(StateOf(slot.id), SlotState::kRegistering);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM sip_registrations"), 0);
  telling_.OnRegistrationFailed(6001, "403 Forbidden");
  Settle();
  EXPECT_EQ(StateOf(slot.id), SlotState::kFault);
  telling_.OnRegistered(RegistrationOf(6001));
  Settle();
  EXPECT_EQ(StateOf(slot.id), SlotState::kReady);
}

// What nobody takes is not lost without a word: the event log keeps it.
TEST_P(Calls, ACallThatTheProviderBringsIsBooked) {
  TakeEvents();
  telling_.OnIncomingCall({.number = "+78121112233",
                           .caller = "+79161234567",
                           .source = "udp:203.0.113.5:5060",
                           .sip_call_id = "in-1",
                           .sip_status = 404});
  Settle();
  const auto told = TakeEvents();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told.front().event, "call.incoming");
  EXPECT_EQ(told.front().data.at("phone_number"), json::value("+78121112233"));
  EXPECT_EQ(told.front().data.at("caller_id"), json::value("+79161234567"));
  EXPECT_EQ(told.front().data.at("sip_status"), json::value(404));
}

// It stays registered, so that it is back with its next answer; meanwhile no call goes to it.
TEST_P(Calls, APhoneThatStopsAnsweringTakesItsSlotAlong) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  TakeEvents();
  telling_.OnReachability(6001, PhoneReachability::kUnreachable);
  Settle();
  EXPECT_EQ(StateOf(slot.id), SlotState::kRegistering);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM sip_registrations"), 1);
  EXPECT_EQ(RefusalOf(calls.Start(admin, {.slot_id = slot.id, .phone_number = "+79991234567"})).code(),
            ErrorCode::kSlotOffline);
  const auto told = TakeEvents();
  const auto event = std::ranges::find(told, "sip.registration", &Event::event);
  ASSERT_NE(event, told.end());
  const json::object& data = event->data;
  EXPECT_EQ(data.at("registered"), json::value(true));
  EXPECT_EQ(data.at("reachable"), json::value(false));
  EXPECT_EQ(data.at("reason"), json::value("the phone does not answer"));
  telling_.OnReachability(6001, PhoneReachability::kReachable);
  Settle();
  EXPECT_EQ(StateOf(slot.id), SlotState::kReady);
  telling_.OnReachability(6001, PhoneReachability::kUnreachable);
  telling_.OnRegistered(RegistrationOf(6001));
  Settle();
  EXPECT_EQ(StateOf(slot.id), SlotState::kReady) << "a REGISTER is an answer, too";
}

TEST_P(Calls, AnotherFaultIsNotMendedByARegistration) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  Run(line_lifecycle.Apply(slot.id, SlotTrigger::kError, SlotCause::kDci, "the phone is too hot"));
  Registration elsewhere = RegistrationOf(6001);
  elsewhere.contact = "sip:6001@127.0.0.2";
  telling_.OnRegistered(elsewhere);
  Settle();
  EXPECT_EQ(StateOf(slot.id), SlotState::kFault);
}

TEST_P(Calls, RestartAndNewCredentialsMakeTheLineRegisterAnew) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  Run(line_lifecycle.Restart(admin, slot.id));
  Settle();
  EXPECT_EQ(StateOf(slot.id), SlotState::kRegistering);
  Run(line_slots.RotateCredentials(admin, slot.id));
  EXPECT_THAT(pbx.reregistered, ElementsAre(6001, 6001));
  Run(line_slots.Delete(admin, slot.id));
  EXPECT_THAT(pbx.lines, testing::IsEmpty());
}

TEST_P(Calls, AreWrittenBeforeTheyArePlaced) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  TakeEvents();
  const Call call = StartOn(slot, "8 999 123-45-67");
  EXPECT_EQ(call.phone_number, "+79991234567");
  EXPECT_EQ(StateOf(slot.id), SlotState::kCalling);
  EXPECT_EQ(Run(line_slots.Get(slot.id)).current_call, call.id);
  EXPECT_THAT(TakeEventNames(), ElementsAre("slot.update F-05", "call.update F-03"));
  ASSERT_EQ(pbx.orders.size(), 1U);
  EXPECT_EQ(pbx.orders[0].line, 6001);
  EXPECT_EQ(pbx.orders[0].callee, "+79991234567");
  EXPECT_EQ(pbx.orders[0].recording->filename(), Wire(call.id) + ".wav");
  EXPECT_TRUE(std::filesystem::is_directory(pbx.orders[0].recording->parent_path()));
}

TEST_P(Calls, PassThroughTheirStatesIntoOneRecord) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  const Call call = StartOn(slot);
  telling_.OnCallProgress({.id = call.id, .state = CallState::kRinging, .at = clock.Now()});
  Settle();
  EXPECT_EQ(Run(calls.Get(admin, call.id)).state, CallState::kRinging);
  clock.Advance(std::chrono::seconds(2));
  telling_.OnCallProgress({.id = call.id, .state = CallState::kAnswered, .at = clock.Now()});
  Settle();
  EXPECT_EQ(StateOf(slot.id), SlotState::kActiveCall);
  TakeEvents();
  clock.Advance(std::chrono::milliseconds(5250));
  CallResult result = Ended(call);
  result.recording = {
      .file = *pbx.orders[0].recording, .bytes = 84044, .duration = std::chrono::milliseconds(5250)};
  telling_.OnCallEnded(result);
  Settle();
  EXPECT_THAT(TakeEventNames(),
              ElementsAre("recording.update F-14", "call.update F-08", "cdr.update F-13", "slot.update F-05",
                          "slot.update F-05", "slot.update F-05", "slot.update F-05"));
  const auto cdr = Run(store.Read([&](Transaction& tx) { return tx.cdrs().Find(call.id); }));
  ASSERT_TRUE(cdr);
  EXPECT_EQ(cdr->talk, std::chrono::milliseconds(5250));
  EXPECT_EQ(cdr->ring, std::chrono::seconds(2));
  EXPECT_EQ(cdr->disposition, Disposition::kAnswered);
  EXPECT_EQ(cdr->legs.at(0).q850, 16);
  ASSERT_TRUE(cdr->call.recording_id);
  const auto kept =
      Run(store.Read([&](Transaction& tx) { return tx.recordings().Find(*cdr->call.recording_id); }));
  EXPECT_EQ(kept->file, RecordingFile(call.id, call.started_at));
  EXPECT_EQ(Run(calls.Get(admin, call.id)).state, CallState::kEnded);
  EXPECT_EQ(StateOf(slot.id), SlotState::kReady);
  EXPECT_EQ(Run(line_slots.Get(slot.id)).current_call, std::nullopt);
}

TEST_P(Calls, AreFoundByWhatCameOfThem) {
  const Trunk trunk = MakeTrunk("A");
  const auto end = [&](std::string device, HangupReason reason, bool answered) {
    const Call call = StartOn(MakeReady(trunk, std::move(device)));
    if (answered) telling_.OnCallProgress({.id = call.id, .state = CallState::kAnswered, .at = clock.Now()});
    telling_.OnCallEnded(Ended(call, reason));
    Settle();
    return call.id;
  };
  const CallId talked = end("d1", HangupReason::kNormal, true),
               cut = end("d2", HangupReason::kNetworkError, true);
  const CallId busy = end("d3", HangupReason::kBusy, false),
               full = end("d4", HangupReason::kCongestion, false);
  const CallId given_up = end("d5", HangupReason::kNormal, false);
  StartOn(MakeReady(trunk, "d6"));  // still up: nothing came of it yet
  // Its phone never took the call, so the number was not called: whatever the cause is.
  const auto end_at_the_phone = [&](std::string device, HangupReason reason) {
    const Call call = StartOn(MakeReady(trunk, std::move(device)));
    CallResult result = Ended(call, reason);
    result.legs.at(0).role = LegRole::kLine;
    telling_.OnCallEnded(result);
    Settle();
    return call.id;
  };
  const CallId unheard = end_at_the_phone("d7", HangupReason::kLineNoAnswer),
               elsewhere = end_at_the_phone("d8", HangupReason::kRedirected),
               taken_back = end_at_the_phone("d9", HangupReason::kCancelled);

  const auto found = [&](Disposition disposition) {
    std::vector<CallId> ids;
    for (const Call& call : Run(calls.List(admin, {.disposition = disposition}, {.sort = "id"})).items)
      ids.push_back(call.id);
    return ids;
  };
  EXPECT_THAT(found(Disposition::kAnswered), ElementsAre(talked, cut));
  EXPECT_THAT(found(Disposition::kBusy), ElementsAre(busy));
  EXPECT_THAT(found(Disposition::kFailed), ElementsAre(full));
  EXPECT_THAT(found(Disposition::kCancelled), ElementsAre(given_up));
  EXPECT_THAT(found(Disposition::kNoAnswer), testing::IsEmpty());
  EXPECT_THAT(found(Disposition::kNotPlaced), ElementsAre(unheard, elsewhere, taken_back));
}

TEST_P(Calls, HaveOneRecordHoweverOftenTheirEndIsTold) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  const Call call = StartOn(slot);
  telling_.OnCallEnded(Ended(call, HangupReason::kBusy));
  telling_.OnCallEnded(Ended(call, HangupReason::kNormal));
  Settle();
  telling_.OnCallEnded(Ended(call, HangupReason::kNormal));
  Settle();
  EXPECT_EQ(Cdrs(), 1);
  EXPECT_EQ(Run(calls.Get(admin, call.id)).hangup_cause, HangupReason::kBusy);
  EXPECT_EQ(Run(calls.Get(admin, call.id)).state, CallState::kFailed);
  const bool again = Run(store.Write(
      [&](Transaction& tx) { return CloseCall(tx, Ended(call), settings.RecordingsDir(), clock.Now()); }));
  EXPECT_FALSE(again);
  EXPECT_EQ(Cdrs(), 1);
  EXPECT_THROW(Write(fmt::format("INSERT INTO cdr SELECT * FROM cdr WHERE call_id = {}", call.id.value)),
               std::exception);
}

TEST_P(Calls, CutByACrashGetTheirRecordOnceAtTheNextStart) {
  const Trunk trunk = MakeTrunk("A", TrunkType::kMf);
  const Slot phone = MakeReady(trunk, "d1"), other = MakeReady(trunk, "d2");
  const Call talking = StartOn(phone), ringing = StartOn(other);
  telling_.OnCallProgress({.id = talking.id, .state = CallState::kAnswered, .at = clock.Now()});
  Settle();
  clock.Advance(std::chrono::hours(1));
  const auto partial =
      RecordingInfo{.file = settings.RecordingsDir() / RecordingFile(talking.id, talking.started_at),
                    .bytes = 160044,
                    .duration = std::chrono::seconds(10),
                    .truncated = true};
  for (int start = 0; start < 3; ++start) {
    test::PbxDouble fresh;
    LineKeeper keeper(loop(), store, clock, fresh);
    CallBooks book(loop(), store, clock, keeper, settings);
    EXPECT_EQ(Run(book.Recover({partial})), start == 0 ? 2U : 0U);
    EXPECT_EQ(Cdrs(), 2);
    EXPECT_EQ(Number("SELECT COUNT(*) FROM recordings WHERE truncated = 1"), 1);
  }
  const Call closed = Run(calls.Get(admin, talking.id));
  EXPECT_EQ(closed.hangup_cause, HangupReason::kSystem);
  EXPECT_EQ(*closed.ended_at - *closed.answered_at, std::chrono::seconds(10));
  EXPECT_EQ(Run(calls.Get(admin, ringing.id)).state, CallState::kFailed);
  EXPECT_EQ(StateOf(phone.id), SlotState::kPostcall);
}

TEST_P(Calls, SlotsConvergeAfterARestart) {
  const Slot phone = MakeReady(MakeTrunk("A", TrunkType::kMf), "d1"), soft = MakeReady(MakeTrunk("B"), "d1");
  StartOn(phone);
  clock.Advance(std::chrono::minutes(1));
  test::PbxDouble fresh;
  LineKeeper keeper(loop(), store, clock, fresh);
  CallBooks book(loop(), store, clock, keeper, settings);
  TaskScope scope(loop(), "restarted");
  Run(book.Recover({}));
  Run(keeper.Open());
  keeper.Start(scope);
  EXPECT_TRUE(Run(keeper.Drain(std::chrono::seconds(10))));
  EXPECT_EQ(StateOf(phone.id), SlotState::kReady) << "its registration is still good";
  EXPECT_EQ(StateOf(soft.id), SlotState::kRegistering) << "it was in the process that ended";
  ASSERT_EQ(fresh.restored.size(), 1U);
  EXPECT_EQ(fresh.restored[0].number, phone.number);
  EXPECT_THAT(fresh.lines, testing::UnorderedElementsAre(6001, 7001));
  Run(scope.Stop(std::chrono::seconds(5)));
}

TEST_P(Calls, AreRefusedBeforeAnythingIsPlaced) {
  const Trunk trunk = MakeTrunk("A");
  const Slot slot = MakeReady(trunk, "d1"),
             waiting = Run(line_slots.Create(admin, {trunk.id, trunk.type, "d2"})).slot;
  Settle();
  const std::string good = "+79991234567";
  EXPECT_EQ(Refused(admin, {.slot_id = slot.id, .phone_number = "+7999"}), ErrorCode::kInvalidParams);
  EXPECT_EQ(Refused(admin, {.slot_id = slot.id, .phone_number = "112"}), ErrorCode::kDestinationNotAllowed);
  EXPECT_EQ(Refused(admin, {.slot_id = slot.id, .phone_number = "+4930123456"}),
            ErrorCode::kDestinationNotAllowed);
  EXPECT_EQ(Refused(admin, {.slot_id = SlotId{99}, .phone_number = good}), ErrorCode::kNotFound);
  EXPECT_EQ(Refused(admin, {.slot_id = waiting.id, .phone_number = good}), ErrorCode::kSlotOffline);
  EXPECT_EQ(Refused(admin, {.slot_type = TrunkType::kMf, .phone_number = good}), ErrorCode::kNoFreeSlot);
  const Caller agent =
      CallerWith(kOlga, "olga", R"({"calls": ["create"], "agents": ["self"], "slots": ["use"]})");
  EXPECT_EQ(Refused(agent, {.slot_id = slot.id, .phone_number = good}), ErrorCode::kNoStation);
  EXPECT_EQ(Refused(agent, {.phone_number = good}), ErrorCode::kNoStation);
  pbx.status.test_exchange = false;
  EXPECT_EQ(Refused(admin, {.slot_id = slot.id, .phone_number = good, .caller_id = "+79991111111"}),
            ErrorCode::kCallerIdNotAllowed);
  EXPECT_EQ(Refused(admin, {.phone_number = good, .caller_id = "+79991111111"}),
            ErrorCode::kCallerIdNotAllowed);
  pbx.status.up = false;
  EXPECT_EQ(Refused(admin, {.slot_id = slot.id, .phone_number = good}), ErrorCode::kPbxUnavailable);
  EXPECT_EQ(StateOf(slot.id), SlotState::kReady);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM calls"), 0);
  pbx.status = {.up = true, .test_exchange = true};
  StartOn(slot);
  EXPECT_EQ(RefusalOf(calls.Start(admin, {.slot_id = slot.id, .phone_number = good})).code(),
            ErrorCode::kSlotBusy);
  EXPECT_EQ(RefusalOf(calls.Start(admin, {.phone_number = good})).code(), ErrorCode::kNoFreeSlot);
}

TEST_P(Calls, ToWhoAskedNotToBeCalledAreRefusedByNumberAndByLead) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  Write(fmt::format("INSERT INTO do_not_call_numbers (phone, lead_id) VALUES ('+79991234567', '{}')", kLead));
  for (const char* spelling : {"+79991234567", "8 (999) 123-45-67", "7 999 123 45 67"})
    EXPECT_EQ(Refused(admin, {.slot_id = slot.id, .phone_number = spelling}), ErrorCode::kDncBlocked);
  EXPECT_EQ(Refused(admin, {.slot_id = slot.id, .phone_number = "+79991234568", .lead_id = kLead}),
            ErrorCode::kDncBlocked);
  EXPECT_EQ(StateOf(slot.id), SlotState::kReady);
  StartOn(slot, "+79991234568");
}

TEST_P(Calls, TakeALineOfTheCallersOrOfThePool) {
  const Trunk trunk = MakeTrunk("A", TrunkType::kMf);
  const Slot first = MakeReady(trunk, "d1"), hers = MakeReady(trunk, "d2"), his = MakeReady(trunk, "d3");
  Run(line_lifecycle.Assign(admin, hers.id, Binding::User(kOlga)));
  Run(line_lifecycle.Assign(admin, his.id, Binding::User(kPetr)));
  Settle();
  const Caller caller = CallerWith(kOlga, "olga", R"({"calls": ["create"], "agents": ["self"]})");
  EXPECT_EQ(Refused(caller, {.slot_id = his.id, .phone_number = "+79991234567"}),
            ErrorCode::kPermissionDenied);
  EXPECT_EQ(Run(calls.Start(caller, {.phone_number = "+79991234567"})).slot_id, hers.id);
  EXPECT_EQ(Run(calls.Start(caller, {.phone_number = "+79991234567"})).slot_id, first.id);
  EXPECT_EQ(RefusalOf(calls.Start(caller, {.phone_number = "+79991234567"})).code(), ErrorCode::kNoFreeSlot);
}

TEST_P(Calls, AreEndedOnceByTheApi) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  const Call call = StartOn(slot);
  Run(calls.End(admin, call.id, "completed"));
  EXPECT_THAT(pbx.ends, ElementsAre(std::pair(call.id, HangupReason::kCancelled)));
  telling_.OnCallEnded(Ended(call, HangupReason::kCancelled));
  Settle();
  EXPECT_EQ(Run(calls.Get(admin, call.id)).ended_by, admin.principal.username);
  const Call over = Run(calls.End(admin, call.id, "again"));
  EXPECT_EQ(over.state, CallState::kEnded);
  EXPECT_EQ(over.end_reason, "completed");
  EXPECT_EQ(pbx.ends.size(), 1U);
  EXPECT_EQ(RefusalOf(calls.End(admin, CallId{999}, std::nullopt)).code(), ErrorCode::kNotFound);
}
}  // namespace
}  // namespace vss::ottb
