#include "adapters/bus_memory/memory_bus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"

namespace vss::bus_memory {
namespace {
using std::chrono::milliseconds;
using ::testing::ElementsAre;

Event Make(std::string id, std::string key) { return {.id = std::move(id), .event = std::move(key)}; }

class MemoryBusTest : public ::testing::Test {
 protected:
  // Fails `failures` times with `error`, then notes the ids that it gets.
  template <class E>
  Bus::Handler FailingFirst(int failures, E error, std::vector<std::string>& seen) {
    auto left = std::make_shared<int>(failures);
    return [left, error, &seen](const std::vector<Event>& events) -> Task<void> {
      if ((*left)-- > 0) throw error;
      for (const Event& event : events) seen.push_back(event.id);
      co_return;
    };
  }
  Bus::Handler Noting(std::vector<std::string>& seen) {
    return FailingFirst(0, std::runtime_error(""), seen);
  }

  Loop loop;
  Metrics metrics;
  std::vector<milliseconds> slept;
  RetryPolicy policy{.max_attempts = 3,
                     .first_delay = milliseconds(10),
                     .longest_delay = milliseconds(40),
                     .max_events_in_flight = 4};
  MemoryBus bus{metrics, policy, [this](milliseconds delay) -> Task<void> {
                  slept.push_back(delay);
                  co_return;
                }};
};

TEST_F(MemoryBusTest, GivesEachSubscriberTheEventsOfItsPatternInOrder) {
  std::vector<std::string> all, slots;
  bus.Subscribe("all", "#", Noting(all));
  bus.Subscribe("slots", "slot.*", Noting(slots));
  loop.RunUntilDone(
      bus.Publish({Make("1", "slot.update"), Make("2", "trunk.update"), Make("3", "slot.update")}));
  EXPECT_THAT(all, ElementsAre("1", "2", "3"));
  EXPECT_THAT(slots, ElementsAre("1", "3"));
  EXPECT_TRUE(slept.empty());
}

TEST_F(MemoryBusTest, TriesAFailedSubscriberAgainAfterTheOthersHadTheirTurn) {
  std::vector<std::string> seen;
  bus.Subscribe("weak", "#", FailingFirst(2, std::runtime_error("not now"), seen));
  bus.Subscribe("steady", "#", [&](const std::vector<Event>&) -> Task<void> {
    seen.push_back("steady");
    co_return;
  });
  loop.RunUntilDone(bus.Publish({Make("1", "slot.update")}));
  EXPECT_THAT(seen, ElementsAre("steady", "1"));
  EXPECT_THAT(slept, ElementsAre(milliseconds(10), milliseconds(20)));
}

TEST_F(MemoryBusTest, GivesUpOnlyThePoisonousEventOfABatch) {
  std::vector<std::string> seen;
  bus.Subscribe("picky", "#", [&](const std::vector<Event>& events) -> Task<void> {
    for (const Event& event : events) {
      if (event.id == "bad") throw std::runtime_error("cannot read this");
    }
    for (const Event& event : events) seen.push_back(event.id);
    co_return;
  });
  loop.RunUntilDone(bus.Publish({Make("1", "a"), Make("bad", "a"), Make("2", "a")}));
  EXPECT_THAT(seen, ElementsAre("1", "2"));
  EXPECT_THAT(metrics.Scrape(), ::testing::HasSubstr("vss_bus_given_up_total{subscriber=\"picky\"} 1"));
}

TEST_F(MemoryBusTest, WaitsForAsLongAsItTakesWhileASubscribersDependencyIsAway) {
  std::vector<std::string> seen;
  bus.Subscribe("store", "#", FailingFirst(50, Error(ErrorCode::kServiceUnavailable, "database away"), seen));
  loop.RunUntilDone(bus.Publish({Make("1", "a")}));
  EXPECT_THAT(seen, ElementsAre("1"));
  EXPECT_EQ(slept.size(), 50u);
  EXPECT_EQ(slept.back(), milliseconds(40)) << "the delay stops growing";
}

TEST_F(MemoryBusTest, RefusesMoreThanItMayHold) {
  bool refused = false;
  bus.Subscribe("nested", "#", [&](const std::vector<Event>&) -> Task<void> {
    try {
      co_await bus.Publish({Make("4", "b"), Make("5", "b")});
    } catch (const Error& e) {
      refused = e.code() == ErrorCode::kServiceUnavailable;
    }
  });
  loop.RunUntilDone(bus.Publish({Make("1", "a"), Make("2", "a"), Make("3", "a")}));
  EXPECT_TRUE(refused);
}
}  // namespace
}  // namespace vss::bus_memory
