// Calls that are not placed, not recorded or hung up for a limit, once on each engine.
#include <latch>

#include "contract/calls_fixture.hpp"

namespace vss::ottb {
namespace {

class CallLimits : public CallsTest {};
VSS_ON_EACH_ENGINE(CallLimits);

// A 503 says that the call is not placed: whoever asks again must not make the same telephone ring twice.
TEST_P(CallLimits, RingNobodyWhenTheDatabaseStalledUntilTheRequestWasAnswered) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  std::latch stalls(1), released(1);
  scope_.Spawn("stalled write", database().RunWrite([&](sql::Session&) {
    stalls.count_down();
    released.wait();
  }));
  Caller caller = admin;
  caller.patience = Patience();
  scope_.Spawn(
      "deadline",
      [](sql::Database& db, std::latch& stalls, std::latch& released, Patience patience) -> Task<void> {
        while (!stalls.try_wait() || db.stats().write_queue == 0)
          co_await SleepFor(std::chrono::milliseconds(1));
        patience.End();
        released.count_down();
      }(database(), stalls, released, caller.patience));
  const StartCall wanted{.slot_id = slot.id, .phone_number = "+79991234567"};
  EXPECT_EQ(RefusalOf(calls.Start(caller, wanted)).code(), ErrorCode::kServiceUnavailable);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM calls"), 0) << "the write that came too late is withdrawn";
  EXPECT_THAT(pbx.orders, testing::IsEmpty());
  Run(calls.Start(admin, wanted));
  EXPECT_EQ(pbx.orders.size(), 1U);
}

/// A store whose commits take longer than the caller has patience.
class TooSlow final : public Store<Transaction> {
 public:
  TooSlow(Store<Transaction>& store, Patience patience) : store_(store), patience_(std::move(patience)) {}

 private:
  Task<void> RunRead(std::function<void(Transaction&)> work) override {
    co_await store_.Read([&](Transaction& tx) {
      work(tx);
      return true;
    });
  }
  Task<void> RunWrite(std::function<void(Transaction&)> work) override {
    co_await store_.Write(std::move(work));
    patience_.End();
  }
  Store<Transaction>& store_;
  Patience patience_;
};

TEST_P(CallLimits, RingNobodyWhenTheirCommitTookTooLong) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  Caller caller = admin;
  caller.patience = Patience();
  TooSlow slow(store, caller.patience);
  CallService late{slow, clock, pbx, books, leads, settings};
  const StartCall wanted{.slot_id = slot.id, .phone_number = "+79991234567"};
  EXPECT_EQ(RefusalOf(late.Start(caller, wanted)).code(), ErrorCode::kServiceUnavailable);
  Settle();
  EXPECT_THAT(pbx.orders, testing::IsEmpty());
  EXPECT_EQ(Number("SELECT COUNT(*) FROM cdr WHERE hangup_cause = 'cancelled'"), 1);
  EXPECT_FALSE(Run(line_slots.Get(slot.id)).current_call);
  Run(calls.Start(admin, wanted));
  EXPECT_EQ(pbx.orders.size(), 1U);
}

TEST_P(CallLimits, AreRecordedOnlyOnABasis) {
  const Trunk trunk = MakeTrunk("A");
  const auto records = [&](std::optional<bool> wanted) {
    const Slot slot = MakeReady(trunk, fmt::format("d{}", pbx.orders.size()));
    const Call call =
        Run(calls.Start(admin, {.slot_id = slot.id, .phone_number = "+79991234567", .record = wanted}));
    EXPECT_EQ(pbx.orders.back().recording.has_value(), call.record);
    return call.record;
  };
  EXPECT_TRUE(records({})) << "with the test exchange nobody is recorded";
  pbx.status.test_exchange = false;
  EXPECT_FALSE(records({}));
  EXPECT_FALSE(records(true)) << "asking for it is no basis";
  settings.calls.record_basis = RecordBasis::kConsent;
  EXPECT_FALSE(records({})) << "nobody agreed";
  EXPECT_TRUE(records(true));
  settings.calls.record_basis = RecordBasis::kAnnouncement;
  EXPECT_TRUE(records({}));
  EXPECT_FALSE(records(false));
}

TEST_P(CallLimits, EndWhenMinutesOfTheDayAreUsedUp) {
  settings.dial.user_a_day = std::chrono::minutes(10);
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  const Call call = StartOn(slot);
  EXPECT_EQ(pbx.orders.at(0).max_duration, std::chrono::minutes(10));
  CallResult result = Ended(call);
  result.answered_at = clock.Now();
  result.ended_at = clock.Now() + std::chrono::minutes(4);
  telling_.OnCallEnded(result);
  Settle();
  const Call second = StartOn(slot);
  EXPECT_EQ(pbx.orders.at(1).max_duration, std::chrono::minutes(6));
  result = Ended(second);
  result.answered_at = clock.Now();
  result.ended_at = clock.Now() + std::chrono::minutes(6);
  telling_.OnCallEnded(result);
  Settle();
  const Error refusal = RefusalOf(calls.Start(admin, {.slot_id = slot.id, .phone_number = "+79991234567"}));
  EXPECT_EQ(refusal.code(), ErrorCode::kLimitReached);
  EXPECT_EQ(refusal.details().at("used_minutes"), json::value(10));
  EXPECT_TRUE(refusal.retry_after());
}

// Each call that is up takes a minute, also while it rings: a thief with twenty lines gets no twenty times
// the rest.
TEST_P(CallLimits, ThatBeginAtOneMomentSeeEachOther) {
  settings.dial.user_a_day = std::chrono::minutes(3);
  const Trunk trunk = MakeTrunk("A");
  for (const char* device : {"d1", "d2", "d3", "d4"}) MakeReady(trunk, device);
  for (const int minutes : {3, 2, 1}) {
    Run(calls.Start(admin, {.phone_number = "+79991234567"}));
    EXPECT_EQ(pbx.orders.back().max_duration, std::chrono::minutes(minutes));
  }
  const Error refusal = RefusalOf(calls.Start(admin, {.phone_number = "+79991234567"}));
  EXPECT_EQ(refusal.code(), ErrorCode::kLimitReached);
  EXPECT_EQ(refusal.details().at("used_minutes"), json::value(0));
  EXPECT_EQ(refusal.details().at("reserved_minutes"), json::value(3));
}

TEST_P(CallLimits, AreHungUpWhenTogetherTheyUsedTheMinutesUp) {
  settings.dial.trunk_a_day = std::chrono::minutes(10);
  settings.dial.user_a_day = std::chrono::minutes(0);
  const Slot a = MakeReady(MakeTrunk("A"), "d1"), other = MakeReady(MakeTrunk("B"), "d2");
  const Slot b = Run(line_slots.Create(admin, {a.trunk_id, a.type, "d3"})).slot;
  telling_.OnRegistered(RegistrationOf(b.number));
  Settle();
  const Call first = StartOn(a), second = StartOn(b), elsewhere = StartOn(other);
  for (const Call& call : {first, second, elsewhere})
    telling_.OnCallProgress({.id = call.id, .state = CallState::kAnswered, .at = clock.Now(), .legs = {}});
  Settle();
  clock.Advance(std::chrono::minutes(4));
  Run(calls.HoldToCaps());
  EXPECT_THAT(pbx.ends, testing::IsEmpty());
  clock.Advance(std::chrono::minutes(1));
  Run(calls.HoldToCaps());
  EXPECT_THAT(pbx.ends, testing::UnorderedElementsAre(std::pair(first.id, HangupReason::kPolicy),
                                                      std::pair(second.id, HangupReason::kPolicy)));
}

// A clock that is set changes no time that a call talked, nor cuts it, nor takes minutes from the next one.
TEST_P(CallLimits, AreMeasuredByTimeThatNobodySets) {
  for (const auto step : {std::chrono::hours(-1), std::chrono::hours(1), std::chrono::hours(9)}) {
    settings.dial.user_a_day = std::chrono::minutes(480);
    const Trunk trunk = MakeTrunk(fmt::format("T{}", step.count()));
    const Slot slot = MakeReady(trunk, "d1"), other = MakeReady(trunk, "d2");
    const Call call = StartOn(slot);
    const Timeline times = *pbx.orders.back().times;
    EXPECT_EQ(times.began(), call.started_at);
    telling_.OnCallProgress(
        {.id = call.id, .state = CallState::kAnswered, .at = times.Now(clock), .legs = {}});
    Settle();
    clock.Advance(std::chrono::minutes(1));
    clock.Set(clock.Now() + step);
    Run(calls.HoldToCaps());
    EXPECT_THAT(pbx.ends, testing::IsEmpty()) << step.count();
    ASSERT_EQ(books.LeadsOfClock().size(), 1U);
    EXPECT_EQ(books.LeadsOfClock()[0].lead, step);
    const Call next = StartOn(other);
    EXPECT_EQ(pbx.orders.back().max_duration, settings.calls.max_duration) << step.count();
    CallResult result = Ended(call), over = Ended(next);
    result.ended_at = times.Now(clock);
    over.ended_at = next.started_at;
    telling_.OnCallEnded(result);
    telling_.OnCallEnded(over);
    Settle();
    const Call closed = Run(calls.Get(admin, call.id));
    EXPECT_EQ(*closed.ended_at - *closed.answered_at, std::chrono::minutes(1)) << step.count();
    EXPECT_GE(*closed.ended_at, closed.started_at);
    clock.Set(clock.Now() - step);
  }
}
}  // namespace
}  // namespace vss::ottb
