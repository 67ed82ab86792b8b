#include "ottb/write_behind.hpp"

#include <gmock/gmock.h>

#include "base/async/task_scope.hpp"
#include "base/error.hpp"

namespace vss::ottb {
namespace {
using testing::ElementsAre;

class Writes : public testing::Test {
 protected:
  ~Writes() override { loop_.RunUntilDone(scope_.Stop(std::chrono::seconds(1))); }
  void Start() { scope_.Spawn("writes", writes_.Run()); }
  bool Drain(std::chrono::milliseconds grace = std::chrono::seconds(5)) {
    return loop_.RunUntilDone(writes_.Drain(grace));
  }

  Task<void> Write(std::vector<std::int64_t> keys) {
    tried_.push_back(keys);
    if (away_-- > 0) throw Error(ErrorCode::kServiceUnavailable, "away");
    if (std::ranges::find(keys, bad_) != keys.end()) throw InternalError("bad");
    written_.insert(written_.end(), keys.begin(), keys.end());
    co_return;
  }

  Loop loop_;
  TaskScope scope_{loop_, "test"};
  int away_ = 0;
  std::int64_t bad_ = -1;
  std::vector<std::vector<std::int64_t>> tried_;
  std::vector<std::int64_t> written_;
  WriteBehind writes_{loop_, "test",
                      [this](std::vector<std::int64_t> keys) { return Write(std::move(keys)); }};
};

TEST_F(Writes, GoTogetherAndOncePerTouch) {
  writes_.Touch(2);
  writes_.Touch(1);
  writes_.Touch(2);
  Start();
  EXPECT_TRUE(Drain());
  EXPECT_THAT(tried_, ElementsAre(ElementsAre(1, 2)));
  writes_.Touch(2);
  EXPECT_TRUE(Drain());
  EXPECT_THAT(tried_, ElementsAre(ElementsAre(1, 2), ElementsAre(2)));
}

TEST_F(Writes, WaitForADatabaseThatIsAway) {
  away_ = 3;
  writes_.Touch(1);
  writes_.Touch(2);
  Start();
  EXPECT_TRUE(Drain());
  EXPECT_THAT(written_, ElementsAre(1, 2));
  EXPECT_EQ(tried_.size(), 4U);
}

TEST_F(Writes, AreNotHeldUpByOneThatFails) {
  bad_ = 2;
  for (const int key : {1, 2, 3}) writes_.Touch(key);
  Start();
  EXPECT_FALSE(Drain(std::chrono::milliseconds(300)));
  EXPECT_THAT(written_, ElementsAre(1, 3));
  EXPECT_EQ(writes_.pending(), 1U);
  writes_.Touch(4);
  EXPECT_FALSE(Drain(std::chrono::milliseconds(50)));
  EXPECT_THAT(written_, ElementsAre(1, 3, 4));
  bad_ = -1;
  EXPECT_TRUE(Drain());
  EXPECT_THAT(written_, ElementsAre(1, 3, 4, 2));
}
}  // namespace
}  // namespace vss::ottb
