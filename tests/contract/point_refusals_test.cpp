// The audit of refusals: complete for people, bounded for attackers.
#include <gtest/gtest.h>

#include "adapters/storage_sql/point_store.hpp"
#include "support/point_world.hpp"
#include "support/test_database.hpp"

namespace vss {
namespace {
using point::RefusalLog;

class RefusalLogTest : public test::EngineTest {
 protected:
  FakeClock clock;
  test::CountingRandom random;
  Loop& loop = test::EngineTest::loop();
  sql::JournalContext context{clock, random, Secret("an audit key for the tests")};
  sql::PointStore store{database(), context};
  RefusalLog log{store, clock};

  void Refuse(const std::string& address, int times = 1) {
    for (int i = 0; i < times; ++i) {
      loop.RunUntilDone(log.Record({.username = "mallory",
                                    .action = "permission.denied",
                                    .target = "GET /api/users",
                                    .address = address}));
    }
  }
  std::int64_t Lines() { return Number("SELECT count(*) FROM audit WHERE success = 0"); }
};
INSTANTIATE_TEST_SUITE_P(Engines, RefusalLogTest, testing::Values(sql::Dialect::kSqlite), test::EngineName);

TEST_P(RefusalLogTest, WritesTheFirstOnesSinglyAndCountsTheRest) {
  Refuse("192.0.2.1", 1000);
  EXPECT_EQ(Lines(), 10);
  loop.RunUntilDone(log.Flush());
  EXPECT_EQ(Lines(), 11);
  EXPECT_EQ(
      Number("SELECT count(*) FROM audit WHERE detail LIKE '%\"repeated\":990%' AND address = '192.0.2.1'"),
      1);
  loop.RunUntilDone(log.Flush());
  EXPECT_EQ(Lines(), 11);
}

TEST_P(RefusalLogTest, StartsAnewWithTheNextMinute) {
  Refuse("192.0.2.1", 15);
  clock.Advance(std::chrono::minutes(1));
  Refuse("192.0.2.1", 15);
  EXPECT_EQ(Lines(), 20);
}

TEST_P(RefusalLogTest, ManyAddressesShareTheBudgetOfAMinute) {
  for (int i = 0; i < 2000; ++i) Refuse(fmt::format("10.0.{}.{}", i / 256, i % 256));
  EXPECT_EQ(Lines(), RefusalLog::kSinglyPerMinute);
  loop.RunUntilDone(log.Flush());
  EXPECT_LE(Lines(), RefusalLog::kSinglyPerMinute + static_cast<std::int64_t>(RefusalLog::kMaxKinds) + 1);
  EXPECT_EQ(Number("SELECT count(*) FROM audit WHERE action = 'refusals.other'"), 1);
}
}  // namespace
}  // namespace vss
