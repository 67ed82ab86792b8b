#include "base/async/blocking_pool.hpp"

#include <gmock/gmock.h>

#include <future>

#include "base/async/task_scope.hpp"
#include "base/error.hpp"

namespace vss {
namespace {
// A job that holds a pool thread until the test opens it.
class Gate {
 public:
  void Wait() const { opened_.wait(); }
  void Open() { open_.set_value(); }

 private:
  std::promise<void> open_;
  std::shared_future<void> opened_ = open_.get_future().share();
};

Task<void> HoldOpen(BlockingPool& pool, Gate& gate) {
  co_await pool.Run([&] { gate.Wait(); });
}

TEST(BlockingPool, RunsOnItsThreadAndResumesTheCallerOnItsLoop) {
  Loop loop;
  BlockingPool pool("test", 1, 4);
  const auto here = std::this_thread::get_id();
  const auto body = [](BlockingPool& p, std::thread::id loop_thread) -> Task<int> {
    const auto ran_on = co_await p.Run([] { return std::this_thread::get_id(); });
    EXPECT_NE(ran_on, loop_thread);
    EXPECT_EQ(std::this_thread::get_id(), loop_thread);
    co_return co_await p.Run([] { return 42; });
  };
  EXPECT_EQ(loop.RunUntilDone(body(pool, here)), 42);
  EXPECT_EQ(pool.depth(), 0U);
}

TEST(BlockingPool, CarriesMoveOnlyResultsAndVoid) {
  Loop loop;
  BlockingPool pool("test", 1, 4);
  const auto body = [](BlockingPool& p) -> Task<int> {
    bool ran = false;
    co_await p.Run([&] { ran = true; });
    EXPECT_TRUE(ran);
    co_return *co_await p.Run([] { return std::make_unique<int>(7); });
  };
  EXPECT_EQ(loop.RunUntilDone(body(pool)), 7);
}

TEST(BlockingPool, ThrowsTheJobsExceptionAtTheCallerAndGoesOn) {
  Loop loop;
  BlockingPool pool("test", 1, 4);
  EXPECT_THROW(loop.RunUntilDone(pool.Run([] { throw NotFound("slot 44"); })), Error);
  EXPECT_EQ(loop.RunUntilDone(pool.Run([] { return 1; })), 1);
  EXPECT_EQ(pool.depth(), 0U);
}

TEST(BlockingPool, RefusesWithRetryAfterWhenFullInsteadOfGrowing) {
  Loop loop;
  BlockingPool pool("db", 1, 1);
  TaskScope scope(loop, "test");
  Gate gate;
  scope.Spawn("running", HoldOpen(pool, gate));
  scope.Spawn("waiting", HoldOpen(pool, gate));
  const auto body = [](BlockingPool& p, Gate& g, TaskScope& s) -> Task<void> {
    EXPECT_EQ(p.depth(), 2U);
    try {
      co_await p.Run([] {});
      ADD_FAILURE() << "the pool took a job beyond its bound";
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::kServiceUnavailable);
      EXPECT_EQ(e.retry_after(), std::chrono::seconds(1));
      EXPECT_EQ(e.internal(), "pool db is full");
    }
    EXPECT_EQ(p.refused(), 1U);
    g.Open();
    while (s.running() > 0) co_await SleepFor(std::chrono::milliseconds(1));
    co_await p.Run([] {});
  };
  loop.RunUntilDone(body(pool, gate, scope));
  EXPECT_EQ(pool.depth(), 0U);
}

TEST(BlockingPool, FinishesWhatIsQueuedWhenItStops) {
  std::atomic<int> done = 0;
  Loop loop;
  BlockingPool pool("test", 2, 64);
  TaskScope scope(loop, "test");
  const auto job = [](BlockingPool& p, std::atomic<int>& count) -> Task<void> {
    co_await p.Run([&] { ++count; });
  };
  for (int i = 0; i < 50; ++i) scope.Spawn("job", job(pool, done));
  const auto body = [](BlockingPool& p) -> Task<void> {
    p.Stop();
    co_return;
  };
  loop.RunUntilDone(body(pool));
  EXPECT_EQ(done, 50);
  const auto drain = [](TaskScope& s) -> Task<void> {
    while (s.running() > 0) co_await SleepFor(std::chrono::milliseconds(1));
  };
  loop.RunUntilDone(drain(scope));
}

TEST(BlockingPool, ServesTwoLoopsAtOnce) {
  std::array<Loop, 2> loops;
  BlockingPool pool("test", 2, 1000);
  const auto body = [](BlockingPool& p) -> Task<int> {
    int sum = 0;
    for (int i = 0; i < 200; ++i) sum += co_await p.Run([i] { return i; });
    co_return sum;
  };
  std::array<int, 2> sums{};
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < loops.size(); ++i) {
      threads.emplace_back([&, i] { sums[i] = loops[i].RunUntilDone(body(pool)); });
    }
  }
  EXPECT_THAT(sums, ::testing::Each(19900));
}
}  // namespace
}  // namespace vss
