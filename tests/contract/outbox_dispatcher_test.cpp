// The way of an event from the outbox to the bus, on every engine.
#include "adapters/storage_sql/outbox_dispatcher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/storage_sql/sql_journal.hpp"
#include "base/async/task_scope.hpp"
#include "base/error.hpp"
#include "support/test_database.hpp"

namespace vss::sql {
namespace {
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RecordingBus final : public Bus {
 public:
  std::vector<int> published;  ///< data.n of each event
  std::set<std::string> ids;
  int failures = 0;

  void Subscribe(std::string, std::string, Handler) override {}
  Task<void> Publish(const std::vector<Event>& events) override {
    if (failures-- > 0) throw Error(ErrorCode::kServiceUnavailable, "the broker is away");
    for (const Event& event : events) {
      published.push_back(static_cast<int>(event.data.at("n").as_int64()));
      ids.insert(event.id);
    }
    co_return;
  }
};

class OutboxDispatcherTest : public test::EngineTest {
 protected:
  void Commit(int n) {
    database().WriteNow([&](Session& session) {
      SqlJournal(session, context).Publish("slot.update", "F-05", "OTTB", {{"n", n}});
    });
  }

  Loop& loop = test::EngineTest::loop();
  SystemClock clock;
  SystemRandom random;
  Metrics metrics;
  JournalContext context{clock, random, Secret("0123456789abcdef0123456789abcdef")};
  RecordingBus bus;
};
VSS_ON_EACH_ENGINE(OutboxDispatcherTest);

TEST_P(OutboxDispatcherTest, PublishesInOrderOfCommitAndOnlyOnce) {
  OutboxDispatcher dispatcher(loop, database(), bus, clock, metrics);
  for (int n = 1; n <= 3; ++n) Commit(n);
  loop.RunUntilDone(dispatcher.Drain());
  loop.RunUntilDone(dispatcher.Drain());
  EXPECT_THAT(bus.published, ElementsAre(1, 2, 3));
  EXPECT_EQ(dispatcher.stats().published, 3u);
  EXPECT_EQ(dispatcher.stats().depth, 0);
}

TEST_P(OutboxDispatcherTest, PublishesMoreThanABatch) {
  OutboxDispatcher dispatcher(loop, database(), bus, clock, metrics);
  const int count = static_cast<int>(OutboxDispatcher::kBatch) * 2 + 7;
  database().WriteNow([&](Session& session) {
    for (int n = 0; n < count; ++n)
      SqlJournal(session, context).Publish("slot.update", {}, "OTTB", {{"n", n}});
  });
  loop.RunUntilDone(dispatcher.Drain());
  EXPECT_EQ(bus.ids.size(), static_cast<std::size_t>(count));
  EXPECT_TRUE(std::ranges::is_sorted(bus.published));
}

TEST_P(OutboxDispatcherTest, WhatARolledBackTransactionSaidIsNeverPublished) {
  OutboxDispatcher dispatcher(loop, database(), bus, clock, metrics);
  EXPECT_THROW(database().WriteNow([&](Session& session) {
    SqlJournal(session, context).Publish("slot.update", {}, "OTTB", {{"n", 1}});
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  loop.RunUntilDone(dispatcher.Drain());
  EXPECT_THAT(bus.published, IsEmpty());
}

TEST_P(OutboxDispatcherTest, AfterARestartItPublishesWhatWasCommittedAndNotYetPublished) {
  {
    OutboxDispatcher before(loop, database(), bus, clock, metrics);
    Commit(1);
    loop.RunUntilDone(before.Drain());
    Commit(2);
    bus.failures = 1;
    EXPECT_THROW(loop.RunUntilDone(before.Drain()), Error);
  }
  const auto reopened = files().Open();
  RecordingBus bus_after;
  OutboxDispatcher after(loop, *reopened, bus_after, clock, metrics);
  loop.RunUntilDone(after.Drain());
  EXPECT_THAT(bus_after.published, ElementsAre(2));
}

TEST_P(OutboxDispatcherTest, RunFindsNewCommitsAndOutlivesABusThatFails) {
  OutboxDispatcher dispatcher(loop, database(), bus, clock, metrics);
  bus.failures = 2;
  TaskScope scope(loop, "test");
  scope.Spawn("dispatcher", dispatcher.Run());
  const auto wait_for = [&](std::size_t count) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (bus.published.size() < count && std::chrono::steady_clock::now() < until) {
      loop.RunUntilDone(SleepFor(milliseconds(1)));
    }
  };
  Commit(1);
  wait_for(1);
  Commit(2);
  wait_for(2);
  EXPECT_THAT(bus.published, ElementsAre(1, 2));
  EXPECT_TRUE(loop.RunUntilDone(scope.Stop(milliseconds(10'000))));
}
}  // namespace
}  // namespace vss::sql
