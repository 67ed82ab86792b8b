#include "realtime/link.hpp"

#include <gmock/gmock.h>

#include "realtime/testing/world.hpp"

namespace vss::realtime {
namespace {
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Peer;
using testing::World;

TEST(Link, IsPingedAndEndsWithoutAnAnswer) {
  World world;
  const Peer answers = world.Connect("a:admin"), silent = world.Connect("b:admin");
  world.Received(answers);
  world.Received(silent);
  world.clock.Advance(world.settings.ping_interval);
  world.Run(std::chrono::milliseconds(300));
  EXPECT_THAT(world.Received(answers), ElementsAre("2"));
  EXPECT_THAT(world.Received(silent), ElementsAre("2"));
  answers.link->Post("3");
  world.clock.Advance(world.settings.ping_timeout);
  world.Run(std::chrono::milliseconds(300));
  EXPECT_EQ(answers.link->end(), LinkEnd::kNone);
  EXPECT_EQ(silent.link->end(), LinkEnd::kSilence);
  EXPECT_EQ(world.links.Find(silent.link->sid()), nullptr);
}

TEST(Link, IsNotOpenedBeforeTheServerRunsAndAfterItStopped) {
  World world;
  LinkServer early(world.loop, world.clock, world.random, world.settings, world.counters);
  EXPECT_THROW(early.Open("127.0.0.1", [](Link&) { return nullptr; }), Error);
  world.links.Stop();
  EXPECT_THROW(world.Open(), Error);
}

TEST(Link, EndsWhenNobodySaysWhoItIs) {
  World world;
  const Peer stranger = world.Open();
  world.clock.Advance(world.settings.ping_interval);
  world.Run(std::chrono::milliseconds(300));
  EXPECT_EQ(stranger.link->end(), LinkEnd::kUnknown);
}

TEST(Link, DropsAReaderThatLetsTooMuchWait) {
  World world;
  world.settings.max_queue_frames = 10;
  const Peer peer = world.Connect("a:admin");
  for (int i = 0; i < 9; ++i) peer.link->Send(TextFrame("4x"));
  EXPECT_EQ(peer.link->end(), LinkEnd::kNone);
  peer.link->Send(TextFrame("4x"));
  EXPECT_EQ(peer.link->end(), LinkEnd::kSlow);
  EXPECT_EQ(peer.link->queue_bytes(), 0U);
  world.Run();
  EXPECT_EQ(world.counters.dropped_slow.Value(), 1);
}

TEST(Link, DropsAReaderThatTakesNothingForTooLong) {
  World world;
  const Peer peer = world.Connect("a:admin");
  world.clock.Advance(world.settings.stall_timeout + std::chrono::seconds(1));
  peer.link->CheckStall();
  EXPECT_EQ(peer.link->end(), LinkEnd::kSlow);
}

TEST(Link, AnswersAPollThatWaitsWhenThereIsSomething) {
  World world;
  const Peer peer = world.Connect("a:admin");
  world.Received(peer);
  std::string got;
  world.scope.Spawn("poll", [](std::shared_ptr<Link> link, std::string& out) -> Task<void> {
    out = co_await link->Poll();
  }(peer.link, got));
  world.Run();
  EXPECT_EQ(got, "");
  peer.link->Send(TextFrame("4one"));
  peer.link->Send(TextFrame("4two"));
  world.Run();
  EXPECT_EQ(got,
            "4one\x1e"
            "4two");
}

TEST(Client, RefusesWithReasonsAndTellsTheAudit) {
  World world;
  const Peer peer = world.Connect("nonsense");
  EXPECT_THAT(world.Received(peer),
              ElementsAre(R"(44{"message":"not a token","data":{"code":"AUTH_FAIL"}})"));
  EXPECT_THAT(world.refusals, ElementsAre("token.refused"));
  peer.client()->OnText(R"(0{"token":"a:admin"})");
  EXPECT_THAT(world.Received(peer), ElementsAre(HasSubstr(R"(40{"sid":)")));
}

TEST(Client, IsSignedOutWhenItsTokenIsRevokedOrRunsOut) {
  World world;
  const Peer peer = world.Connect("a:admin");
  world.Received(peer);
  EXPECT_THAT(world.identities.Review().ended, IsEmpty());
  world.tokens.revoked.insert("a:admin");
  ++world.tokens.revision;
  const auto changes = world.identities.Review();
  ASSERT_EQ(changes.ended.size(), 1U);
  peer.client()->SignOut(changes.ended.front().second);
  EXPECT_THAT(world.Received(peer),
              ElementsAre(HasSubstr(R"(42["session.ended",{"code":"AUTH_FAIL")"), "41"));
  EXPECT_FALSE(peer.client()->IsKnown());
}

TEST(Client, EchoesArgumentsAsTheyCame) {
  World world;
  const Peer peer = world.Connect("a:admin");
  world.Received(peer);
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"(2["client:echo"])", R"(42["client:echo"])"},
      {R"(27["client:echo"])", "437[]"},
      {R"(28["client:echo",1,"]",{"a":[2]}])", R"(438[1,"]",{"a":[2]}])"},
      {R"(29[ "client:echo" , 1 ])", "439[ 1 ]"},
      {R"(210["client\u003aecho",1])", "4310[1]"},
  };
  for (const auto& [sent, answer] : cases) {
    peer.client()->OnText(sent);
    EXPECT_THAT(world.Received(peer), ElementsAre(answer)) << sent;
  }
}

TEST(TokenBucket, GivesABurstThenRefusesThenHasEnough) {
  TokenBucket bucket;
  const Steady now{std::chrono::seconds(1000)};
  using enum TokenBucket::Verdict;
  for (int i = 0; i < 20; ++i) EXPECT_EQ(bucket.Spend(now, 10), kTake);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(bucket.Spend(now, 10), kRefuse);
  EXPECT_EQ(bucket.Spend(now, 10), kTooMuch);
  EXPECT_EQ(bucket.Spend(now + std::chrono::seconds(3), 10), kTake);
}
}  // namespace
}  // namespace vss::realtime
