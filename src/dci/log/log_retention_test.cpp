#include "dci/log/log_retention.hpp"

#include <gtest/gtest.h>

#include "base/async/loop.hpp"
#include "dci/testing/memory_store.hpp"

namespace vss::dci {
namespace {
using std::chrono::days;
using std::chrono::hours;

class LogRetentionTest : public ::testing::Test {
 protected:
  void Add(int count, Instant at) {
    for (int i = 0; i < count; ++i)
      store.lines.push_back({LogLineId{++id}, {.at = at, .module = "TEST", .message = "x"}});
  }
  void Enforce(RetentionSettings settings) {
    loop.RunUntilDone(LogRetention(store, clock, settings).Enforce());
  }

  Loop loop;
  FakeClock clock;
  testing::MemoryStore store;
  std::int64_t id = 0;
};

TEST_F(LogRetentionTest, RemovesWhatIsOlderThanItsDays) {
  Add(2500, clock.Now() - days(8));
  Add(3, clock.Now() - days(6));
  Enforce({.keep = days(7), .max_bytes = 1'000'000'000});
  EXPECT_EQ(store.lines.size(), 3u);
  clock.Advance(hours(25));
  Enforce({.keep = days(7), .max_bytes = 1'000'000'000});
  EXPECT_EQ(store.lines.size(), 0u);
}

TEST_F(LogRetentionTest, RemovesTheOldestUntilTheSizeFits) {
  Add(5000, clock.Now());
  Enforce({.keep = days(7), .max_bytes = 250'000});  // the fake counts 100 bytes a line
  ASSERT_EQ(store.lines.size(), 2000u) << "whole chunks";
  EXPECT_EQ(store.lines.front().id.value, 3001);
}

TEST_F(LogRetentionTest, LeavesAnEmptyLogAlone) {
  Enforce({});
  EXPECT_TRUE(store.lines.empty());
}
}  // namespace
}  // namespace vss::dci
