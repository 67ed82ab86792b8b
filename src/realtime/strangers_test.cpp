#include "realtime/strangers.hpp"

#include <gmock/gmock.h>

#include "realtime/testing/world.hpp"

namespace vss::realtime {
namespace {
using testing::Peer;
using testing::World;

TEST(Strangers, MakeWayForTheNewestOfTheirAddress) {
  World world;
  world.settings.max_strangers_per_address = 3;
  const Peer known = world.Connect("a:admin");
  const Peer elsewhere = world.Open("192.0.2.9");
  std::vector<Peer> flood;
  for (int i = 0; i < 5; ++i) flood.push_back(world.Open());
  world.Run();
  EXPECT_EQ(flood[0].link->end(), LinkEnd::kUnknown);
  EXPECT_EQ(flood[1].link->end(), LinkEnd::kUnknown);
  EXPECT_EQ(flood[4].link->end(), LinkEnd::kNone);
  EXPECT_EQ(known.link->end(), LinkEnd::kNone) << "who said who it is stays";
  EXPECT_EQ(elsewhere.link->end(), LinkEnd::kNone) << "others are not touched";
  const Peer honest = world.Connect("b:admin");
  for (int i = 0; i < 5; ++i) world.Open();
  world.Run();
  EXPECT_EQ(honest.link->end(), LinkEnd::kNone);
}

// Ten thousand sessions that nobody signs in on lock nobody out.
TEST(Strangers, GiveTheirPlaceToOthersWhenAllAreTaken) {
  World world;
  world.settings.max_clients = 4;
  const Peer known = world.Connect("a:admin");
  for (int i = 0; i < 3; ++i) world.Open(fmt::format("192.0.2.{}", i));
  const Peer honest = world.Connect("b:admin");
  world.Run();
  EXPECT_EQ(honest.link->end(), LinkEnd::kNone);
  EXPECT_EQ(known.link->end(), LinkEnd::kNone);
  for (const char* who : {"c:admin", "d:admin"}) world.Connect(who);
  world.Run();
  EXPECT_THROW(world.Open(), Error) << "all are known now";
}
}  // namespace
}  // namespace vss::realtime
