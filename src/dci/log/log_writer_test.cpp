#include "dci/log/log_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/async/task_scope.hpp"
#include "base/log.hpp"
#include "dci/log/log_sources.hpp"
#include "dci/testing/memory_store.hpp"

namespace vss::dci {
namespace {
using std::chrono::milliseconds;
using ::testing::ElementsAre;

class LogWriterTest : public ::testing::Test {
 protected:
  void Push(int count, std::string message = "line") {
    for (int i = 0; i < count; ++i) inbox.Push({.module = "TEST", .message = message});
  }
  bool Flush() { return loop.RunUntilDone(writer.Flush()); }
  std::vector<std::string> Messages() const {
    std::vector<std::string> out;
    for (const auto& stored : store.lines) out.push_back(stored.line.message);
    return out;
  }

  Loop loop;
  FakeClock clock;
  testing::MemoryStore store;
  Wakeup wakeup{loop};
  LogInbox inbox{{.lines = 2000}, LogWriter::kBatchLines, [this] { wakeup.Notify(); }};
  LogWriter writer{store, inbox, wakeup, clock};
};

TEST_F(LogWriterTest, WritesInBatches) {
  Push(1200);
  EXPECT_TRUE(Flush());
  EXPECT_THAT(store.appends, ElementsAre(500, 500, 200));
}

TEST_F(LogWriterTest, AFullBatchIsWrittenWithoutWaitingForTheTimer) {
  TaskScope scope(loop, "test");
  scope.Spawn("writer", writer.Run());
  Push(LogWriter::kBatchLines);
  const auto start = std::chrono::steady_clock::now();
  while (store.lines.empty() && std::chrono::steady_clock::now() - start < std::chrono::seconds(10)) {
    loop.RunUntilDone(SleepFor(milliseconds(1)));
  }
  EXPECT_EQ(store.lines.size(), LogWriter::kBatchLines);
  EXPECT_TRUE(loop.RunUntilDone(scope.Stop(milliseconds(5000))));
}

TEST_F(LogWriterTest, KeepsLinesWhileTheStoreIsAway) {
  Push(3);
  store.away = 2;
  EXPECT_FALSE(Flush());
  EXPECT_EQ(writer.pending(), 3u);
  Push(1, "later");
  EXPECT_FALSE(Flush());
  EXPECT_TRUE(Flush());
  EXPECT_THAT(Messages(), ElementsAre("line", "line", "line", "later"));
  EXPECT_EQ(writer.pending(), 0u);
}

TEST_F(LogWriterTest, SaysHowManyLinesWereDropped) {
  Push(2000);
  Push(7, "too much");
  EXPECT_TRUE(Flush());
  const auto messages = Messages();
  EXPECT_EQ(std::ranges::count(messages, "line"), 2000);
  EXPECT_EQ(std::ranges::count(messages, "7 log lines dropped"), 1);
  EXPECT_TRUE(Flush());
  EXPECT_EQ(Messages().size(), messages.size()) << "said once";
}

TEST_F(LogWriterTest, LosesOnlyTheLineThatTheStoreRefuses) {
  Push(2, "good");
  Push(1, "bad");
  Push(2, "fine");
  store.refused_message = "bad";
  EXPECT_TRUE(Flush());
  EXPECT_THAT(Messages(), ElementsAre("good", "good", "fine", "fine", "1 log lines dropped"));
}

TEST_F(LogWriterTest, ItsOwnFailuresDoNotBecomeLines) {
  log::AddSink([this](const log::Line& line) {
    if (auto kept = FromLog(line)) inbox.Push(std::move(*kept));
  });
  Push(1);
  store.away = 20;
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(Flush());
  log::RemoveSinks();
  EXPECT_EQ(inbox.size(), 0u);
  EXPECT_TRUE(Flush());
  EXPECT_THAT(Messages(), ElementsAre("line"));
}
}  // namespace
}  // namespace vss::dci
