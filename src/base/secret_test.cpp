#include "base/secret.hpp"

#include <gtest/gtest.h>

#include <ostream>

#include "base/ids.hpp"

namespace vss {
namespace {
template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };

static_assert(!fmt::is_formattable<Secret>::value, "a secret must not reach a log line");
static_assert(!Printable<Secret>);
static_assert(!std::equality_comparable<Secret>, "compare with crypto::ConstantTimeEqual");
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_constructible_v<boost::json::value, Secret>, "a secret must not reach a response");

TEST(Secret, ShowsItsTextOnlyWhenAsked) {
  EXPECT_TRUE(Secret().empty());
  EXPECT_EQ(Secret("x").Reveal(), "x");
}

using TrunkId = IntId<struct TrunkTag>;
using SlotId = IntId<struct SlotTag>;
static_assert(!std::is_convertible_v<TrunkId, SlotId>);
static_assert(!std::equality_comparable_with<TrunkId, SlotId>);

TEST(Ids, CompareAndHashByValue) {
  EXPECT_EQ(TrunkId{7}, TrunkId{7});
  EXPECT_LT(TrunkId{7}, TrunkId{8});
  EXPECT_EQ(TrunkId{7}.str(), "7");
  const std::unordered_map<TrunkId, int> by_id = {{TrunkId{7}, 1}};
  EXPECT_TRUE(by_id.contains(TrunkId{7}));
  EXPECT_FALSE(by_id.contains(TrunkId{8}));
}
}  // namespace
}  // namespace vss
