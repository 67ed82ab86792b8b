// The sums that reports read, over the real store, once on each engine: they say what a plain scan of the
// records says.
#include <gmock/gmock.h>

#include "adapters/storage_sql/reports_store.hpp"
#include "base/local_time.hpp"
#include "contract/ottb_fixture.hpp"
#include "ottb/calls/call_closing.hpp"
#include "ottb/totals/earlier_calls.hpp"
#include "workspace/reports/dashboard_service.hpp"
#include "workspace/reports/report_service.hpp"
#include "workspace/reports/uptime.hpp"

namespace vss::ottb {
namespace {
using reports::DayRange;
using reports::Report;
using reports::ReportKind;
using testing::ElementsAre;
using testing::IsEmpty;

class Reports : public OttbTest {
 protected:
  static constexpr const char* kCampaign = "99999999-9999-4999-8999-999999999999";

  struct Made {
    std::chrono::milliseconds ring{0}, talk{0};
    HangupReason reason = HangupReason::kNormal;
    std::optional<std::string> user, campaign;

    /// Whether it came to calling the number.
    bool Reached() const { return ring.count() > 0 || talk.count() > 0; }
  };
  /// A call that began now and is over.
  CallId Make(const Slot& slot, const Made& made) {
    return Run(store.Write([&](Transaction& tx) {
      const Instant start = clock.Now();
      const Call call = tx.calls().Insert({.slot_id = slot.id,
                                           .trunk_id = slot.trunk_id,
                                           .line = slot.number,
                                           .user_id = made.user,
                                           .username = made.user ? "user" : "",
                                           .campaign_id = made.campaign,
                                           .phone_number = "+79991234567",
                                           .dialled = made.Reached(),
                                           .started_at = start,
                                           .seen_at = start});
      CloseCall(tx, ResultOf(call, made), "/recordings", start + made.ring + made.talk);
      return call.id;
    }));
  }
  static CallResult ResultOf(const Call& call, const Made& made) {
    CallResult result{
        .id = call.id, .reason = made.reason, .ended_at = call.started_at + made.ring + made.talk};
    if (made.ring.count() > 0) result.ringing_at = call.started_at;
    if (made.talk.count() > 0) result.answered_at = call.started_at + made.ring;
    return result;
  }
  /// Calls of all kinds over some weeks, each as random as the next.
  void MakeHistory(int calls) {
    const Trunk trunk = MakeTrunk("A");
    const Slot slots[] = {MakeSlot(trunk, "d1"), MakeSlot(trunk, "d2"), MakeSlot(trunk, "d3")};
    unsigned dice = 1;
    const auto roll = [&](unsigned sides) {
      dice = dice * 1103515245U + 12345U;
      return (dice >> 16) % sides;
    };
    for (int i = 0; i < calls; ++i) {
      clock.Advance(std::chrono::minutes(60 + roll(600)));
      Made made{.ring = std::chrono::milliseconds(roll(4) == 0 ? 0 : roll(30'000)),
                .reason = AllHangupTraits()[roll(16)].reason};
      if (made.reason == HangupReason::kNormal || roll(3) == 0)
        made.talk = std::chrono::milliseconds(1 + roll(90'000));
      if (roll(3) != 0) made.user = roll(2) == 0 ? kOlga : kPetr;
      if (roll(4) == 0) made.campaign = kCampaign;
      Make(slots[roll(3)], made);
    }
  }

  /// What a scan of the records says: key → numbers. `column` is SQL of the key; empty: the day.
  std::map<std::string, CallNumbers> Scan(const std::string& column, const DayRange& days) {
    return Run(database().Read([&](sql::Session& session) {
      std::map<std::string, CallNumbers> found;
      for (const sql::Row& row :
           session.Query("SELECT started_at, disposition, ringing_at, ring_ms, talk_ms, duration_ms, CAST(" +
                         (column.empty() ? "call_id" : column) + " AS TEXT) FROM cdr")) {
        const std::string day = LocalDay(row.Time(0));
        if (day < days.first || day > days.last || row.IsNull(6)) continue;
        CallNumbers& n = found[column.empty() ? day : row.Text(6)];
        const std::string disposition = row.Text(1);
        n.line += std::chrono::milliseconds(row.Int(5));
        if (disposition == "not_placed") {
          ++n.not_placed;
          continue;
        }
        ++n.attempts;
        n.answered += disposition == "answered" ? 1 : 0;
        n.busy += disposition == "busy" ? 1 : 0;
        n.no_answer += disposition == "no_answer" ? 1 : 0;
        n.failed += disposition == "failed" ? 1 : 0;
        n.cancelled += disposition == "cancelled" ? 1 : 0;
        n.rang += row.IsNull(2) ? 0 : 1;
        n.ring += std::chrono::milliseconds(row.Int(3));
        n.talk += std::chrono::milliseconds(row.Int(4));
      }
      return found;
    }));
  }
  std::map<std::string, CallNumbers> Reported(ReportKind kind, const DayRange& days) {
    std::map<std::string, CallNumbers> found;
    for (const reports::ReportRow& row : Run(service.Make(kind, days)).rows) found[row.key] = row.numbers;
    return found;
  }
  void ExpectTheSame(const DayRange& days) {
    EXPECT_EQ(Reported(ReportKind::kDaily, days), Scan("", days)) << days.first << " to " << days.last;
    EXPECT_EQ(Reported(ReportKind::kOperator, days), Scan("user_id", days))
        << days.first << " to " << days.last;
    EXPECT_EQ(Reported(ReportKind::kSlots, days), Scan("slot_id", days)) << days.first << " to " << days.last;
    EXPECT_EQ(Reported(ReportKind::kCampaign, days), Scan("campaign_id", days))
        << days.first << " to " << days.last;
  }

  sql::ReportsStore reports_store{database(), context};
  reports::ReportService service{reports_store, clock};
  const std::string first_day = LocalDay(clock.Now());
};
VSS_ON_EACH_ENGINE(Reports);

}  // namespace

TEST_P(Reports, SayWhatAScanOfTheRecordsSays) {
  MakeHistory(150);
  const std::string last_day = LocalDay(clock.Now());
  const CallNumbers total = Run(service.Make(ReportKind::kDaily, {first_day, last_day})).total;
  ASSERT_EQ(total.orders(), 150);
  EXPECT_GT(total.not_placed, 0);
  EXPECT_EQ(total.answered + total.busy + total.no_answer + total.failed + total.cancelled, total.attempts);
  ExpectTheSame({first_day, last_day});
  for (const auto& [from, to] : {std::pair(0, 0), {3, 20}, {1, 33}, {20, 34}, {5, 36}})
    ExpectTheSame({AddDays(first_day, from), AddDays(first_day, to)});
  EXPECT_THAT(Run(service.Make(ReportKind::kDaily, {"2001-01-01", "2001-12-31"})).rows, IsEmpty());
}

TEST_P(Reports, CountEarlierRecordsOnceInParts) {
  MakeHistory(60);
  const CallId late =
      Run(store.Read([](Transaction& tx) { return tx.calls().List({}, {}).items.front().id; }));
  // As an update finds it: records, no sums, and one call that was still running.
  Write("DELETE FROM call_totals");
  Write(
      "UPDATE call_totals_backlog SET counted = 0, upto = (SELECT MAX(call_id) FROM cdr) WHERE source = "
      "'cdr'");
  Write(fmt::format("INSERT INTO call_totals_later (call_id) VALUES ({})", late.value));
  Write(fmt::format("DELETE FROM cdr WHERE call_id = {}", late.value));
  const DayRange days{first_day, LocalDay(clock.Now())};
  EXPECT_FALSE(Run(service.Make(ReportKind::kDaily, days)).complete);

  const auto part = Run(store.Write([](Transaction& tx) {
    UncountedPart part = tx.totals().TakeUncounted(7);
    CallTotals totals;
    for (const CountedCall& call : part.calls) totals.Count(call);
    tx.totals().Add(totals);
    return part;
  }));
  EXPECT_EQ(part.rest, UncountedPart::Rest::kSome);
  EXPECT_LE(part.calls.size(), 7U);
  Run(CountEarlierCalls(store));
  Run(CountEarlierCalls(store));
  ExpectTheSame(days);
  EXPECT_TRUE(Run(service.Make(ReportKind::kDaily, days)).complete);
}

TEST_P(Reports, CountEarlierFaults) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  Drive(slot.id, {SlotTrigger::kError});
  const DayRange today{first_day, first_day};
  ASSERT_EQ(Run(service.Make(ReportKind::kSlots, today)).rows.at(0).numbers.faults, 1);
  Write("DELETE FROM call_totals");
  Write(
      "UPDATE call_totals_backlog SET counted = 0, upto = (SELECT MAX(id) FROM slot_history) WHERE source = "
      "'slot_history'");
  Run(CountEarlierCalls(store));
  const auto rows = Run(service.Make(ReportKind::kSlots, today)).rows;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].numbers.faults, 1);
  EXPECT_EQ(rows[0].name, "6001");
}

TEST_P(Reports, KeepWhoeverIsGone) {
  const Trunk trunk = MakeTrunk("A");
  const Slot slot = MakeSlot(trunk, "d1");
  clock.Advance(std::chrono::minutes(1));
  Make(slot, {.talk = std::chrono::seconds(30), .user = kOlga});
  clock.Advance(std::chrono::minutes(1));
  const DayRange today{first_day, first_day};
  EXPECT_DOUBLE_EQ(*Run(service.Make(ReportKind::kSlots, today)).rows.at(0).utilisation_pct, 25);
  Run(slots.Delete(admin, slot.id));
  const auto rows = Run(service.Make(ReportKind::kSlots, today)).rows;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].name, "6001");
  EXPECT_FALSE(rows[0].utilisation_pct);
  EXPECT_EQ(Run(service.Make(ReportKind::kOperator, today)).rows.at(0).name, "user");
}

TEST_P(Reports, HaveNoSumOfACallWhoseRecordWasNotWritten) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  const CallId call = Make(slot, {.talk = std::chrono::seconds(1)});
  EXPECT_ANY_THROW(Run(store.Write([&](Transaction& tx) {
    tx.totals().Add([&] {
      CallTotals totals;
      totals.Count(CountedCall{.started_at = clock.Now(), .slot_id = slot.id, .line = 6001});
      return totals;
    }());
    throw std::runtime_error("the record could not be written");
    return call;
  })));
  ExpectTheSame({first_day, first_day});
}

TEST_P(Reports, DashboardSaysWhatIsNow) {
  reports::DashboardService dashboard(reports_store, clock);
  reports::Uptime uptime(reports_store, clock);
  Run(uptime.Note());
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  clock.Advance(std::chrono::minutes(2));
  Make(slot, {.ring = std::chrono::seconds(4), .talk = std::chrono::seconds(10), .user = kOlga});
  Make(slot, {.ring = std::chrono::seconds(4), .reason = HangupReason::kBusy});
  Run(store.Write([&](Transaction& tx) {
    return tx.calls().Insert({.slot_id = slot.id,
                              .trunk_id = slot.trunk_id,
                              .line = slot.number,
                              .username = "",
                              .phone_number = "+79991234567",
                              .started_at = clock.Now(),
                              .seen_at = clock.Now()});
  }));
  const auto now = Run(dashboard.Get(admin.principal));
  EXPECT_EQ(now->today.attempts, 2);
  EXPECT_EQ(now->today.answered, 1);
  EXPECT_THAT(now->by_cause, ElementsAre(std::pair("busy", 1)));
  EXPECT_THAT(now->running, ElementsAre(std::pair("initiated", 1)));
  EXPECT_EQ(now->per_minute.calls.back(), 3);
  EXPECT_EQ(now->per_hour.calls.back(), 3);
  EXPECT_EQ(now->per_minute.calls.front(), std::nullopt);  // an hour ago nothing ran
  ASSERT_TRUE(now->centre);
  EXPECT_EQ(now->centre->slots.size(), 1U);
  EXPECT_EQ(now->centre->trunks.at(0).name, "A");
}

TEST_P(Reports, DashboardKnowsThatItRunsBeforeTheMarkOfThisMinute) {
  reports::DashboardService dashboard(reports_store, clock);
  reports::Uptime uptime(reports_store, clock);
  Run(uptime.Note());
  clock.Advance(std::chrono::minutes(1));
  const auto now = Run(dashboard.Get(admin.principal));
  EXPECT_EQ(now->per_minute.calls.back(), 0);
  EXPECT_EQ(now->per_minute.calls.front(), std::nullopt);
}

TEST_P(Reports, OfAPartAreOfTheRecordsOfThatPart) {
  MakeHistory(60);
  Write(fmt::format("UPDATE cdr SET team_id = 'red' WHERE user_id = '{}'", kPetr));
  const DayRange days{"2000-01-01", LocalDay(clock.Now())};
  const RowScope own{DataScope::kOwn, kOlga, {}}, team{DataScope::kTeam, kOlga, {"red"}};
  const auto users = Scan("user_id", days);
  const auto whole = Run(service.Make(ReportKind::kDaily, days));
  CallNumbers both = users.at(kOlga);
  both += users.at(kPetr);
  for (const ReportKind kind : {ReportKind::kDaily, ReportKind::kOperator, ReportKind::kSlots}) {
    EXPECT_EQ(Run(service.Make(kind, days, own)).total, users.at(kOlga));
    EXPECT_EQ(Run(service.Make(kind, days, team)).total, both);
    EXPECT_EQ(Run(service.Make(kind, days, team)).not_in_rows, 0) << "nothing of others is counted";
  }
  EXPECT_EQ(Run(service.Make(ReportKind::kOperator, days, team)).rows.size(), 2U);
  for (const reports::ReportRow& row : Run(service.Make(ReportKind::kDaily, days, own)).rows) {
    const auto found = std::ranges::find(whole.rows, row.key, &reports::ReportRow::key);
    ASSERT_NE(found, whole.rows.end()) << row.key << " is no day of the centre";
    EXPECT_LE(row.numbers.attempts, found->numbers.attempts);
  }
}

TEST_P(Reports, DashboardIsReadAtMostOnceASecond) {
  reports::DashboardService dashboard(reports_store, clock);
  const auto first = Run(dashboard.Get(admin.principal));
  EXPECT_EQ(Run(dashboard.Get(admin.principal)), first);
  clock.Advance(std::chrono::seconds(1));
  EXPECT_NE(Run(dashboard.Get(admin.principal)), first);
}

TEST_P(Reports, DashboardOfASellerHasOnlyTheirOwn) {
  reports::DashboardService dashboard(reports_store, clock);
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  const CallId own = Make(slot, {.talk = std::chrono::seconds(10)});
  Make(slot, {.talk = std::chrono::seconds(20)});
  for (const char* table : {"calls", "cdr"}) {
    Write(fmt::format("UPDATE {} SET lead_seller = '{}' WHERE {} = {}", table, kPetr,
                      std::string_view(table) == "cdr" ? "call_id" : "id", own.value));
  }
  Write(
      fmt::format("INSERT INTO crm_lead_counts (assigned_seller, status, leads) VALUES ('{}', 'won', 2), "
                  "('{}', 'won', 5)",
                  kPetr, kOlga));
  const auto seen = Run(dashboard.Get({.user_id = kPetr}));
  EXPECT_EQ(seen->today.attempts, 1);
  EXPECT_EQ(seen->today.talk, std::chrono::seconds(10));
  EXPECT_EQ(seen->per_minute.calls.back(), 1);
  EXPECT_EQ(seen->per_hour.calls.back(), 1);
  EXPECT_THAT(seen->leads, ElementsAre(std::pair("won", 2)));
  EXPECT_FALSE(seen->centre);
  EXPECT_EQ(reports::SumOf(Run(dashboard.Get(admin.principal))->leads), 7);
}

TEST_P(Reports, KnowHowManyRecordingsThereAre) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  const auto sum = [&] {
    return Run(reports_store.Read([](reports::Transaction& tx) { return tx.centre().Recordings(); }));
  };
  const auto insert = [&](CallId call) {
    return Run(store.Write([&](Transaction& tx) {
      return tx.recordings().Insert({.call_id = call,
                                     .slot_id = slot.id,
                                     .phone_number = "+79991234567",
                                     .file = call.str(),
                                     .bytes = 1000,
                                     .started_at = clock.Now()},
                                    clock.Now());
    }));
  };
  const Recording first = insert(Make(slot, {}));
  insert(Make(slot, {}));
  EXPECT_EQ(sum().recordings, 2);
  EXPECT_EQ(sum().bytes, 2000);
  Run(store.Write([&](Transaction& tx) { return tx.recordings().Delete(first.id); }));
  EXPECT_EQ(sum().recordings, 1);
  EXPECT_EQ(sum().bytes, 1000);
}
}  // namespace vss::ottb
