#include "base/async/wakeup.hpp"

#include <gtest/gtest.h>

#include "base/async/task_scope.hpp"

namespace vss {
namespace {
using std::chrono::hours;
using std::chrono::milliseconds;

TEST(Wakeup, RemembersANotificationThatCameBeforeTheWait) {
  Loop loop;
  Wakeup wakeup(loop);
  wakeup.Notify();
  wakeup.Notify();
  EXPECT_TRUE(loop.RunUntilDone(wakeup.WaitFor(hours(1))));
  EXPECT_FALSE(loop.RunUntilDone(wakeup.WaitFor(milliseconds(1)))) << "two notifications count as one";
}

TEST(Wakeup, ANotificationThatWasTakenDoesNotEndTheNextWait) {
  Loop loop;
  Wakeup wakeup(loop);
  const bool again = loop.RunUntilDone([](Wakeup& w) -> Task<bool> {
    w.Notify();
    co_await w.WaitFor(hours(1));
    co_return co_await w.WaitFor(milliseconds(1));
  }(wakeup));
  EXPECT_FALSE(again);
}

TEST(Wakeup, WakesItsWaiterFromAnotherThread) {
  Loop loop;
  Wakeup wakeup(loop);
  std::jthread other([&] { wakeup.Notify(); });
  EXPECT_TRUE(loop.RunUntilDone(wakeup.WaitFor(hours(1))));
}

TEST(Wakeup, EndsWithItsScope) {
  Loop loop;
  Wakeup wakeup(loop);
  TaskScope scope(loop, "test");
  bool notified = false;
  scope.Spawn("waiter", [](Wakeup& w, bool& out) -> Task<void> {
    out = co_await w.WaitFor(hours(1));
  }(wakeup, notified));
  loop.RunUntilDone(SleepFor(milliseconds(1)));
  EXPECT_TRUE(loop.RunUntilDone(scope.Stop(milliseconds(5000))));
  EXPECT_FALSE(notified);
}
}  // namespace
}  // namespace vss
