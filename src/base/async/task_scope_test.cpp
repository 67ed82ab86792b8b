#include "base/async/task_scope.hpp"

#include <gmock/gmock.h>

#include "base/async/blocking_pool.hpp"
#include "base/log.hpp"

namespace vss {
namespace {
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

Task<void> SleepLong(bool& ended) {
  try {
    co_await SleepFor(hours(1));
  } catch (const std::exception&) {
    ended = true;
    throw;
  }
}

Task<void> WaitUntil(std::function<bool()> holds) {
  const auto deadline = std::chrono::steady_clock::now() + seconds(10);
  while (!holds() && std::chrono::steady_clock::now() < deadline) co_await SleepFor(milliseconds(1));
  EXPECT_TRUE(holds());
}

// The log lines of one test, off the terminal.
class TaskScopeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ::testing::internal::CaptureStderr();
    log::AddSink([this](const log::Line& line) { lines_.push_back(line); });
  }
  void TearDown() override {
    log::RemoveSinks();
    ::testing::internal::GetCapturedStderr();
  }
  Loop loop_;
  std::vector<log::Line> lines_;
};

TEST_F(TaskScopeTest, StopCancelsWhatTasksAwaitAndWaitsForThem) {
  TaskScope scope(loop_, "test");
  std::array<bool, 3> ended{};
  for (bool& one : ended) scope.Spawn("sleeper", SleepLong(one));
  const auto body = [](TaskScope& s) -> Task<bool> {
    EXPECT_EQ(s.running(), 3U);
    co_return co_await s.Stop(seconds(10));
  };
  EXPECT_TRUE(loop_.RunUntilDone(body(scope)));
  EXPECT_THAT(ended, ::testing::Each(true));
  EXPECT_EQ(scope.running(), 0U);
  EXPECT_TRUE(lines_.empty()) << "being stopped is not an error";
}

TEST_F(TaskScopeTest, StopEndsTasksThatHaveNotBegunYet) {
  TaskScope scope(loop_, "test");
  const auto body = [](TaskScope& s, bool& ended) -> Task<bool> {
    s.Spawn("late", SleepLong(ended));
    co_return co_await s.Stop(seconds(10));
  };
  bool ended = false;
  EXPECT_TRUE(loop_.RunUntilDone(body(scope, ended)));
  EXPECT_EQ(scope.running(), 0U);
}

TEST_F(TaskScopeTest, StopNamesATaskThatDoesNotEndInTime) {
  TaskScope scope(loop_, "test");
  BlockingPool pool("test", 1, 1);
  std::atomic<bool> open = false;
  const auto stubborn = [](BlockingPool& p, std::atomic<bool>& gate) -> Task<void> {
    co_await p.Run([&] { gate.wait(false); });
  };
  scope.Spawn("stubborn", stubborn(pool, open));
  EXPECT_FALSE(loop_.RunUntilDone(scope.Stop(milliseconds(20))));
  ASSERT_EQ(lines_.size(), 1U);
  EXPECT_EQ(lines_[0].fields.at("task"), "stubborn");
  open = true;
  open.notify_all();
  loop_.RunUntilDone(WaitUntil([&] { return scope.running() == 0; }));
}

TEST_F(TaskScopeTest, LogsATaskThatFailsAndLeavesTheOthersRunning) {
  TaskScope scope(loop_, "test");
  bool ended = false;
  const auto failing = []() -> Task<void> {
    co_await SleepFor(milliseconds(0));
    throw std::runtime_error("out of paper");
  };
  scope.Spawn("sleeper", SleepLong(ended));
  scope.Spawn("printer", failing());
  loop_.RunUntilDone(WaitUntil([&] { return scope.running() == 1; }));
  EXPECT_FALSE(ended);
  ASSERT_EQ(lines_.size(), 1U);
  EXPECT_EQ(lines_[0].severity, Severity::kError);
  EXPECT_EQ(lines_[0].fields, (json::object{{"task", "printer"}, {"error", "out of paper"}}));
  EXPECT_TRUE(loop_.RunUntilDone(scope.Stop(seconds(10))));
}

TEST_F(TaskScopeTest, StartsNothingOnceStopped) {
  TaskScope scope(loop_, "test");
  EXPECT_TRUE(loop_.RunUntilDone(scope.Stop(seconds(1))));
  bool ended = false;
  scope.Spawn("late", SleepLong(ended));
  EXPECT_EQ(scope.running(), 0U);
}

TEST_F(TaskScopeTest, EveryGoesOnAfterAStepThatFailed) {
  TaskScope scope(loop_, "test");
  int calls = 0;
  scope.Every("tick", milliseconds(1), [&]() -> Task<void> {
    if (++calls == 2) throw std::runtime_error("once");
    co_return;
  });
  loop_.RunUntilDone(WaitUntil([&] { return calls >= 4; }));
  EXPECT_EQ(lines_.size(), 1U);
  EXPECT_TRUE(loop_.RunUntilDone(scope.Stop(seconds(10))));
  const int after = calls;
  loop_.RunUntilDone(SleepFor(milliseconds(5)));
  EXPECT_EQ(calls, after);
}

TEST_F(TaskScopeTest, StopInterruptsAStepOfEvery) {
  TaskScope scope(loop_, "test");
  bool began = false, ended = false;
  scope.Every("long", milliseconds(1), [&] {
    began = true;
    return SleepLong(ended);
  });
  loop_.RunUntilDone(WaitUntil([&] { return began; }));
  EXPECT_TRUE(loop_.RunUntilDone(scope.Stop(seconds(10))));
  EXPECT_TRUE(ended);
  EXPECT_TRUE(lines_.empty());
}

TEST(Loop, RunsWhatOtherThreadsPost) {
  Loop loop;
  int sum = 0;
  std::jthread other([&] {
    for (int i = 1; i <= 100; ++i) loop.Post([&, i] { sum += i; });
    loop.Post([&] { loop.Stop(); });
  });
  loop.Run();
  EXPECT_EQ(sum, 5050);
}

TEST(Loop, RunUntilDoneThrowsWhatTheTaskThrows) {
  Loop loop;
  const auto failing = []() -> Task<int> {
    co_await SleepFor(milliseconds(0));
    throw std::runtime_error("no");
  };
  EXPECT_THROW(loop.RunUntilDone(failing()), std::runtime_error);
}
}  // namespace
}  // namespace vss
