#include <thread>

#include "contract/ottb_fixture.hpp"

namespace vss::ottb {
namespace {
/// Two processes of OTTB over one database.
class Concurrency : public OttbTest {
 protected:
  /// Calls `work(store, who, loop)` at the same time on two database objects of their own.
  template <class F>
  void OnTwoInstances(F work) {
    std::vector<std::thread> threads;
    for (int who = 0; who < 2; ++who) {
      threads.emplace_back([this, who, &work] {
        Loop loop;  // outlives the database's threads
        const auto other = files().Open();
        sql::OttbStore other_store(*other, context, do_not_call_key);
        work(other_store, who, loop);
        other->Stop();
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
};
VSS_ON_EACH_ENGINE(Concurrency);

template <class T>
std::optional<ErrorCode> TryRun(Loop& loop, Task<T> task) {
  try {
    loop.RunUntilDone(std::move(task));
    return std::nullopt;
  } catch (const Error& error) {
    return error.code();
  }
}
}  // namespace

TEST_P(Concurrency, NeverGivesANumberTwiceNorOverfillsATrunk) {
  const std::array trunk_ids = {MakeTrunk("A", TrunkType::kAuto, 8).id,
                                MakeTrunk("B", TrunkType::kAuto, 8).id};
  std::atomic<int> created = 0, refused = 0, other = 0;
  OnTwoInstances([&](Store<Transaction>& instance, int who, Loop& loop) {
    SlotService service(instance, clock, random, settings, no_lines);
    for (int i = 0; i < 24; ++i) {
      const auto failure =
          TryRun(loop, service.Create(admin, {trunk_ids[static_cast<std::size_t>(i % 2)], TrunkType::kAuto,
                                              fmt::format("d{}-{}", who, i)}));
      ++(!failure ? created : failure == ErrorCode::kCapacityExceeded ? refused : other);
    }
  });
  EXPECT_EQ(created, 16);
  EXPECT_EQ(refused, 32);
  EXPECT_EQ(other, 0);
  EXPECT_EQ(Number("SELECT COUNT(DISTINCT number) FROM slots WHERE number BETWEEN 6001 AND 6016"), 16);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM slot_credentials"), 16);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM slot_history"), 16);
}

TEST_P(Concurrency, LetsOneOfTwoTakeAPoolSlot) {
  const Trunk trunk = MakeTrunk("A");
  std::vector<SlotId> ids;
  for (int i = 0; i < 10; ++i) ids.push_back(MakeSlot(trunk, fmt::format("d{}", i)).id);
  std::atomic<int> won = 0, refused = 0;
  OnTwoInstances([&](Store<Transaction>& instance, int who, Loop& loop) {
    SlotLifecycle other(instance, clock, settings, no_lines);
    for (const SlotId id : ids) {
      const auto failure = TryRun(loop, other.Assign(admin, id, Binding::User(who == 0 ? kOlga : kPetr)));
      won += !failure;
      refused += failure == ErrorCode::kIllegalTransition;
    }
  });
  EXPECT_EQ(won, 10);
  EXPECT_EQ(refused, 10);
}

TEST_P(Concurrency, NeverLeavesASlotWithoutItsTrunk) {
  for (int round = 0; round < 5; ++round) {
    const TrunkId id = MakeTrunk(fmt::format("A{}", round)).id;
    OnTwoInstances([&](Store<Transaction>& instance, int who, Loop& loop) {
      if (who == 0) {
        SlotService service(instance, clock, random, settings, no_lines);
        for (int i = 0; i < 5; ++i)
          TryRun(loop, service.Create(admin, {id, TrunkType::kAuto, fmt::format("d{}", i)}));
      } else {
        TrunkService service(instance, clock, no_lines);
        EXPECT_FALSE(TryRun(loop, service.Delete(admin, id)));
      }
    });
  }
  EXPECT_EQ(Number("SELECT COUNT(*) FROM trunks"), 0);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM slots"), 0);
}
}  // namespace vss::ottb
