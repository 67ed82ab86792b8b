#include "sip/transaction/timer_wheel.hpp"

#include <gtest/gtest.h>

#include <random>

namespace vss::sip {
namespace {
using namespace std::chrono_literals;
using std::chrono::milliseconds;

struct Wheel {
  TimerWheel<int> wheel{1000ms};
  milliseconds now{1000};
  std::vector<int> fired;

  auto Add(milliseconds delay, int payload) { return wheel.Add(now, delay, payload); }
  void MoveTo(milliseconds time) {
    now = time;
    wheel.Advance(now, [&](int payload) { fired.push_back(payload); });
  }
};

TEST(TimerWheel, FiresAtItsTimeAndNotBefore) {
  Wheel w;
  w.Add(500ms, 1);
  w.MoveTo(1490ms);
  EXPECT_TRUE(w.fired.empty());
  w.MoveTo(1500ms);
  EXPECT_EQ(w.fired, std::vector{1});
  w.MoveTo(60s);
  EXPECT_EQ(w.fired.size(), 1U);
}

TEST(TimerWheel, NeverFiresEarlyWhenTheDelayIsNoMultipleOfATick) {
  Wheel w;
  w.MoveTo(1003ms);
  w.Add(14ms, 1);  // due at 1017
  w.MoveTo(1016ms);
  EXPECT_TRUE(w.fired.empty());
  w.MoveTo(1020ms);
  EXPECT_EQ(w.fired.size(), 1U);
}

TEST(TimerWheel, FiresWhatHasNoDelayAtTheNextTick) {
  Wheel w;
  w.Add(0ms, 1);
  w.Add(-5ms, 2);
  w.MoveTo(1000ms);
  EXPECT_TRUE(w.fired.empty());
  w.MoveTo(1010ms);
  EXPECT_EQ(w.fired.size(), 2U);
}

TEST(TimerWheel, FiresNothingThatWasCancelledAlsoInTheSameTick) {
  TimerWheel<int> wheel;
  std::vector<int> fired;
  std::array<TimerWheel<int>::Id, 3> ids{};
  for (int i = 0; i < 3; ++i) ids[static_cast<std::size_t>(i)] = wheel.Add(0ms, 100ms, i);
  EXPECT_TRUE(wheel.Cancel(ids[0]));
  EXPECT_FALSE(wheel.Cancel(ids[0]));
  wheel.Advance(100ms, [&](int payload) {
    fired.push_back(payload);
    for (const auto id : ids) wheel.Cancel(id);
  });
  EXPECT_EQ(fired.size(), 1U);
  EXPECT_EQ(wheel.size(), 0U);
  EXPECT_FALSE(wheel.Cancel(0));
}

TEST(TimerWheel, LetsATimerAddTheNextOne) {
  TimerWheel<int> wheel;
  std::vector<milliseconds> fired;
  milliseconds now{0};
  wheel.Add(now, 10ms, 0);
  while (now < 50ms) {
    now += 10ms;
    wheel.Advance(now, [&](int) {
      fired.push_back(now);
      wheel.Add(now, 20ms, 0);
    });
  }
  EXPECT_EQ(fired, (std::vector<milliseconds>{10ms, 30ms, 50ms}));
}

TEST(TimerWheel, KeepsTheOrderOfTimeOverALongJump) {
  Wheel w;
  w.Add(32s, 3);
  w.Add(500ms, 1);
  w.Add(4s, 2);
  w.Add(2h, 4);
  w.MoveTo(w.now + 3h);
  EXPECT_EQ(w.fired, (std::vector{1, 2, 3, 4}));
}

TEST(TimerWheel, HoldsATimerBeyondItsLastLevel) {
  Wheel w;
  const milliseconds start = w.now;
  w.Add(100h, 1);
  w.MoveTo(start + 100h - 10ms);
  EXPECT_TRUE(w.fired.empty());
  w.MoveTo(start + 100h);
  EXPECT_EQ(w.fired.size(), 1U);
}

TEST(TimerWheel, NeverReusesAnId) {
  TimerWheel<int> wheel;
  const auto first = wheel.Add(0ms, 10ms, 1);
  wheel.Advance(10ms, [](int) {});
  const auto second = wheel.Add(10ms, 10ms, 2);
  EXPECT_NE(first, second);
  EXPECT_FALSE(wheel.Cancel(first));
  EXPECT_TRUE(wheel.Cancel(second));
}

TEST(TimerWheel, SaysWhenItHasToBeLookedAtAgain) {
  TimerWheel<int> wheel;
  EXPECT_EQ(wheel.NextWork(), std::nullopt);
  wheel.Add(0ms, 120ms, 1);
  EXPECT_EQ(wheel.NextWork(), 120ms);
  wheel.Add(0ms, 30ms, 2);
  EXPECT_EQ(wheel.NextWork(), 30ms);
}

// Against a plain list: many timers of all magnitudes, a third of them cancelled, time in uneven steps.
TEST(TimerWheel, AgreesWithASortedListOverRandomTimers) {
  std::mt19937 random(42);
  TimerWheel<int> wheel;
  struct Expected {
    milliseconds due;
    TimerWheel<int>::Id id;
    bool live;
  };
  std::vector<Expected> all;
  milliseconds now{0};
  int fired = 0;
  for (int step = 0; step < 3000; ++step) {
    const milliseconds delay{random() % (1U << (random() % 26))};
    const auto payload = static_cast<int>(all.size());
    all.push_back({now + delay, wheel.Add(now, delay, payload), true});
    if (step % 3 == 0) {
      Expected& victim = all[random() % all.size()];
      EXPECT_EQ(wheel.Cancel(victim.id), victim.live);
      victim.live = false;
    }
    const auto next = wheel.NextWork();
    const milliseconds before = now;
    now += milliseconds{random() % (1U << (random() % 14))};
    wheel.Advance(now, [&](int index) {
      Expected& timer = all[static_cast<std::size_t>(index)];
      EXPECT_TRUE(timer.live);
      timer.live = false;
      ++fired;
      EXPECT_LE(timer.due, now);
      // Due since the step before: it would have fired then.
      EXPECT_GT(timer.due + 2 * TimerWheel<int>::kTick, before);
      if (next && *next > now) ADD_FAILURE() << "fired before the wheel said that there is work";
    });
  }
  now += 24h;
  wheel.Advance(now, [&](int index) { all[static_cast<std::size_t>(index)].live = false; });
  EXPECT_EQ(wheel.size(), 0U);
  EXPECT_GT(fired, 1000);
  for (const Expected& timer : all) EXPECT_FALSE(timer.live);
}
}  // namespace
}  // namespace vss::sip
