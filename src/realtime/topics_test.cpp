#include "realtime/topics.hpp"

#include <gtest/gtest.h>

#include <set>

namespace vss::realtime {
namespace {

TEST(Topics, NamePermissionsThatExist) {
  std::set<std::string_view> names;
  for (const TopicTraits& traits : AllTopics()) {
    EXPECT_TRUE(IsPermission(traits.permission)) << traits.permission;
    EXPECT_EQ(FindTopic(traits.name), traits.topic);
    EXPECT_TRUE(names.insert(traits.name).second);
  }
  for (const EventKind& kind : AllKinds()) {
    EXPECT_TRUE(IsPermission(kind.permission)) << kind.permission;
    EXPECT_NE(kind.topics, 0) << kind.name;
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
  }
  EXPECT_FALSE(FindTopic("users"));
  EXPECT_FALSE(FindKind("users.update"));
}

TEST(Topics, BringOnlyWhatIsAllowed) {
  const Rights seller = RightsOf(PermissionSet::Parse({{"calls", {"read"}}, {"recordings", {"read"}}}));
  EXPECT_EQ(seller.topics, Bit(Topic::kCalls));
  const KindSet kinds = KindsOf(Bit(Topic::kCalls) | Bit(Topic::kSlots), seller);
  EXPECT_EQ(kinds, KindSet{1} << *FindKind("call.update") | KindSet{1} << *FindKind("call.incoming") |
                       KindSet{1} << *FindKind("recording.update"));
}

TEST(Topics, CallsBringSlotsToo) {
  const Rights all = RightsOf(PermissionSet::Parse({{"all", true}}));
  EXPECT_NE(KindsOf(Bit(Topic::kCalls), all) >> *FindKind("slot.update") & 1U, 0U);
  EXPECT_EQ(KindsOf(Bit(Topic::kTrunks), all) >> *FindKind("slot.update") & 1U, 0U);
  EXPECT_EQ(KindsOf(0, all), 0U);
}
}  // namespace
}  // namespace vss::realtime
