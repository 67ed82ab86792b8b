#include "realtime/hub.hpp"

#include <gmock/gmock.h>

#include "realtime/testing/world.hpp"

namespace vss::realtime {
namespace {
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Peer;
using ::testing::SizeIs;
using ::testing::StartsWith;
using testing::World;

Peer Subscribed(World& world, const std::string& token, std::string_view topic) {
  Peer peer = world.Connect(token);
  peer.client()->OnText(fmt::format(R"(2["subscribe:{}"])", topic));
  world.Run();
  world.Received(peer);
  return peer;
}

TEST(Hub, GivesEachSellerTheCallsOfTheirOwnLeadsOnly) {
  World world;
  world.leads.owners = {{"lead-a", {"ann", {}}}, {"lead-b", {"bob", {}}}};
  const Peer ann = Subscribed(world, "ann:seller", "calls"), bob = Subscribed(world, "bob:seller", "calls"),
             boss = Subscribed(world, "boss:admin", "calls");
  world.Publish("call.update", {{"call_id", "c_1"}, {"lead_id", "lead-a"}});
  world.Publish("call.update", {{"call_id", "c_2"}, {"lead_id", "lead-b"}});
  world.Publish("call.update", {{"call_id", "c_3"}, {"lead_id", "lead-of-nobody"}});
  world.Publish("call.update", {{"call_id", "c_4"}, {"lead_id", nullptr}});
  world.Publish("cdr.update", {{"call_id", "c_1"}, {"lead_id", "lead-a"}});  // sellers lack cdr.read
  world.Publish("slot.update", {{"id", 1}});
  EXPECT_THAT(world.Received(ann), ElementsAre(HasSubstr("c_1")));
  EXPECT_THAT(world.Received(bob), ElementsAre(HasSubstr("c_2")));
  EXPECT_THAT(world.Received(boss), SizeIs(6));
}

TEST(Hub, GivesEventsOfLeadsToTheSellerTheyName) {
  World world;
  const Peer ann = Subscribed(world, "ann:seller", "leads"), bob = Subscribed(world, "bob:seller", "leads");
  world.Publish("lead.update", {{"id", "l1"}, {"assigned_seller", "ann"}});
  world.Publish("note.update", {{"id", "n1"}, {"assigned_seller", "bob"}});
  world.Publish("lead.update", {{"id", "l2"}, {"assigned_seller", nullptr}});
  world.Publish("client.update", {{"id", "k1"}, {"assigned_seller", "ann"}});
  EXPECT_THAT(world.Received(ann), ElementsAre(HasSubstr("l1")));
  EXPECT_THAT(world.Received(bob), ElementsAre(HasSubstr("n1")));
  EXPECT_EQ(world.leads.asked, 0);
}

TEST(Hub, GivesATeamTheRowsOfTheTeam) {
  World world;
  world.tokens.roles["lead"] = {{"calls", {"read"}}, {"crm", {"read"}}};
  world.tokens.scopes["lead"] = {{"calls", "team"}, {"leads", "team"}};
  world.tokens.teams = {{"tom", "red"}};
  world.leads.owners = {{"lead-a", {"ann", "red"}}, {"lead-b", {"bob", "blue"}}};
  const Peer tom = Subscribed(world, "tom:lead", "calls");
  world.Publish("call.update", {{"call_id", "c_1"}, {"user_id", "ann"}, {"team_id", "red"}});
  world.Publish("call.update", {{"call_id", "c_2"}, {"user_id", "bob"}, {"team_id", "blue"}});
  world.Publish("call.update", {{"call_id", "c_3"}, {"user_id", "bob"}, {"lead_id", "lead-a"}});
  world.Publish("call.update", {{"call_id", "c_4"}, {"user_id", "bob"}, {"lead_id", "lead-b"}});
  world.Publish("call.update", {{"call_id", "c_5"}, {"user_id", "tom"}, {"team_id", nullptr}});
  EXPECT_THAT(world.Received(tom), ElementsAre(HasSubstr("c_1"), HasSubstr("c_3"), HasSubstr("c_5")));
  const Peer leads = Subscribed(world, "tom:lead", "leads");
  const auto moved = [&](const char* team, const char* before) {
    world.Publish("lead.update", {{"id", "l1"},
                                  {"assigned_seller", nullptr},
                                  {"team_id", team},
                                  {"previous_seller", "ann"},
                                  {"previous_team", before}});
    return world.Received(leads);
  };
  EXPECT_THAT(moved("blue", "red"), ElementsAre(HasSubstr("lead.gone")));
  EXPECT_THAT(moved("red", "red"), ElementsAre(HasSubstr("lead.update"))) << "it stays within the team";
  EXPECT_THAT(moved("red", "blue"), ElementsAre(HasSubstr("lead.update")));
}

TEST(Hub, TellsTheSellerWhoLostALeadThatItIsGoneAndNothingMore) {
  World world;
  const Peer ann = Subscribed(world, "ann:seller", "leads"), bob = Subscribed(world, "bob:seller", "leads");
  const Peer boss = Subscribed(world, "boss:admin", "leads");
  world.Publish(
      "lead.update",
      {{"id", "l1"}, {"client_name", "Anna"}, {"assigned_seller", "bob"}, {"previous_seller", "ann"}});
  EXPECT_THAT(world.Received(ann), ElementsAre(AllOf(HasSubstr("lead.gone"), HasSubstr("l1"),
                                                     Not(HasSubstr("Anna")), Not(HasSubstr("bob")))));
  EXPECT_THAT(world.Received(bob), ElementsAre(HasSubstr("lead.update")));
  EXPECT_THAT(world.Received(boss), ElementsAre(HasSubstr("lead.update")));
}

TEST(Hub, AsksWhoseALeadIsOnlyWhileSomebodyWithDataRulesListens) {
  World world;
  const Peer boss = Subscribed(world, "boss:admin", "calls");
  world.Publish("call.update", {{"lead_id", "lead-a"}});
  EXPECT_EQ(world.leads.asked, 0);
  const Peer ann = Subscribed(world, "ann:seller", "calls");
  world.Publish("call.update", {{"lead_id", "lead-a"}});
  EXPECT_EQ(world.leads.asked, 1);
}

TEST(Hub, SendsSellersAwayRatherThanGuessing) {
  World world;
  const Peer ann = Subscribed(world, "ann:seller", "calls"), boss = Subscribed(world, "boss:admin", "calls");
  world.leads.fails = true;
  world.Publish("call.update", {{"lead_id", "lead-a"}});
  EXPECT_THAT(world.Received(boss), SizeIs(1));
  EXPECT_EQ(ann.link->end(), LinkEnd::kStop);
}

TEST(Hub, EncodesOnceForAll) {
  World world;
  const Peer one = Subscribed(world, "a:admin", "trunks"), two = Subscribed(world, "b:admin", "trunks");
  world.Publish("trunk.update", {{"id", 7}});
  EXPECT_EQ(world.Received(one), world.Received(two));
}

TEST(Hub, SendsTheSnapshotFirstAndThenWhatHappenedMeanwhile) {
  World world;
  const Peer peer = world.Connect("boss:admin");
  world.Received(peer);
  world.snapshots.open = false;
  peer.client()->OnText(R"(21["subscribe:slots"])");
  world.Run();
  world.Publish("slot.update", {{"id", 1}, {"state", "CALLING"}});
  world.Publish("slot.update", {{"id", 2}, {"state", "READY"}});
  EXPECT_THAT(world.Received(peer), IsEmpty());
  world.snapshots.open = true;
  EXPECT_THAT(world.Received(peer),
              ElementsAre(R"(431[{"ok":true}])", HasSubstr(R"("items":[{"id":1}],"part":1,"parts":2}])"),
                          HasSubstr(R"("items":[{"id":2}],"part":2,"parts":2},"1"])"), HasSubstr("CALLING"),
                          HasSubstr("READY")));
}

TEST(Hub, RefusesASubscriptionWhoseSnapshotCannotBeRead) {
  World world;
  const Peer peer = world.Connect("boss:admin");
  world.Received(peer);
  world.snapshots.fails = true;
  peer.client()->OnText(R"(25["subscribe:slots"])");
  EXPECT_THAT(world.Received(peer), ElementsAre(HasSubstr("SERVICE_UNAVAILABLE")));
  world.Publish("slot.update", {{"id", 1}});
  EXPECT_THAT(world.Received(peer), IsEmpty());
}

TEST(Hub, ReadsASnapshotOnceForManyUntilSomethingChanges) {
  World world;
  std::vector<Peer> peers;
  for (int i = 0; i < 20; ++i) peers.push_back(Subscribed(world, "boss:admin", "trunks"));
  EXPECT_EQ(world.snapshots.reads, 1);
  world.Publish("trunk.update", {{"id", 7}});
  peers.push_back(Subscribed(world, "boss:admin", "trunks"));
  EXPECT_EQ(world.snapshots.reads, 2);
}

TEST(Hub, NeverSharesTheSnapshotOfASeller) {
  World world;
  const Peer boss = Subscribed(world, "boss:admin", "calls"), ann = Subscribed(world, "ann:seller", "calls"),
             bob = Subscribed(world, "bob:seller", "calls");
  EXPECT_EQ(world.snapshots.reads, 3);
}

TEST(Hub, TakesAwayWhatARoleNoLongerAllows) {
  World world;
  const Peer ann = Subscribed(world, "ann:seller", "leads");
  world.tokens.roles["seller"] = {{"calls", {"read"}}};
  ++world.tokens.revision;
  for (const auto& identity : world.identities.Review().changed) world.hub.Reconsider(*identity);
  world.Publish("lead.update", {{"id", "l1"}, {"assigned_seller", "ann"}});
  EXPECT_THAT(world.Received(ann), ElementsAre(StartsWith(R"(42["subscription.refused")"),
                                               StartsWith(R"(42["session.changed",{"role":"seller"})")));
}

TEST(Hub, TellsThoseWhoseRightsChangedAndNobodyElse) {
  World world;
  const Peer ann = Subscribed(world, "ann:seller", "leads"), boss = Subscribed(world, "boss:admin", "leads");
  const auto review = [&] {
    ++world.tokens.revision;
    for (const auto& identity : world.identities.Review().changed) world.hub.Reconsider(*identity);
  };
  review();
  EXPECT_THAT(world.Received(ann), IsEmpty()) << "nothing is different for her";
  world.tokens.roles["seller"].as_object()["users"] = json::array{"read"};  // no topic comes or goes by it
  review();
  EXPECT_THAT(world.Received(ann), ElementsAre(StartsWith(R"(42["session.changed")")));
  world.tokens.scopes["seller"] = {{"reports", "team"}};
  review();
  EXPECT_THAT(world.Received(ann), ElementsAre(StartsWith(R"(42["session.changed")")));
  world.tokens.teams = {{"ann", "red"}};
  review();
  EXPECT_THAT(world.Received(ann), ElementsAre(StartsWith(R"(42["session.changed")")));
  EXPECT_THAT(world.Received(boss), IsEmpty());
}

TEST(Hub, TellsAUserOnEveryLinkOfTheirs) {
  World world;
  const Peer desk = Subscribed(world, "ann:seller", "leads"), phone = world.Connect("ann:seller"),
             bob = Subscribed(world, "bob:seller", "leads");
  world.Received(phone);
  world.hub.Tell("ann", "draft.update", {{"name", "new-lead"}});
  for (const Peer& peer : {desk, phone})
    EXPECT_THAT(world.Received(peer), ElementsAre(R"(42["draft.update",{"name":"new-lead"}])"));
  EXPECT_THAT(world.Received(bob), IsEmpty());
}

class Cut : public ::testing::Test {
 protected:
  void SetUp() override {
    peer = Subscribed(world, "boss:admin", "trunks");
    pid = peer.client()->member()->pid;
    since = peer.client()->member()->since;
    sid = peer.client()->member()->sid;
  }
  void BreakOff() {
    peer.link->End(LinkEnd::kPeer);
    world.Run();
  }
  Peer ComeBack(Offset offset, const std::string& token = "boss:admin") {
    return world.Connect(token, fmt::format(R"(,"pid":"{}","offset":"{}")", pid, offset));
  }
  std::string Answer(const Peer& back) { return world.Received(back).at(0); }

  World world;
  Peer peer;
  std::string pid, sid;
  Offset since = 0;
};

TEST_F(Cut, BringsWhatWasMissedAndGoesOn) {
  world.Publish("trunk.update", {{"id", 1}});
  BreakOff();
  world.Publish("trunk.update", {{"id", 2}});
  world.Publish("slot.update", {{"id", 99}});
  world.Publish("trunk.update", {{"id", 3}});
  const Peer back = ComeBack(since + 1);
  world.Publish("trunk.update", {{"id", 4}});
  EXPECT_THAT(world.Received(back),
              ElementsAre(fmt::format(R"(40{{"sid":"{}","pid":"{}"}})", sid, pid), HasSubstr(R"("id":2,)"),
                          HasSubstr(R"("id":3,)"), HasSubstr(R"("id":4,)")));
}

TEST_F(Cut, IsNotedByTheReturnOfTheClientIfNotBefore) {
  const Peer back = ComeBack(since);
  EXPECT_THAT(Answer(back), HasSubstr(pid));
  EXPECT_EQ(peer.link->end(), LinkEnd::kPeer);
}

TEST_F(Cut, IsForTheSameUserOnly) {
  BreakOff();
  EXPECT_THAT(Answer(ComeBack(since, "other:admin")), ::testing::Not(HasSubstr(pid)));
}

TEST_F(Cut, BeforeTheSnapshotArrivedBeginsAnew) {
  BreakOff();
  EXPECT_THAT(Answer(ComeBack(since - 1)), ::testing::Not(HasSubstr(pid)));
}

TEST_F(Cut, WithAnOffsetFromTheFutureBeginsAnew) {
  BreakOff();
  EXPECT_THAT(Answer(ComeBack(since + 1000)), ::testing::Not(HasSubstr(pid)));
}

TEST_F(Cut, ThatLastsTooLongBeginsAnew) {
  BreakOff();
  world.clock.Advance(world.settings.keep_for_recovery + std::chrono::seconds(1));
  world.hub.Forget();
  EXPECT_THAT(Answer(ComeBack(since)), ::testing::Not(HasSubstr(pid)));
}

TEST_F(Cut, ThatMissesTooMuchBeginsAnew) {
  BreakOff();
  world.settings.max_kept_events = 10;
  for (int i = 0; i < 11; ++i) world.Publish("trunk.update", {{"id", i}});
  EXPECT_THAT(Answer(ComeBack(since)), ::testing::Not(HasSubstr(pid)));
}

TEST_F(Cut, OfAClientThatLeftByItselfBeginsAnew) {
  peer.client()->OnText("1");
  BreakOff();
  EXPECT_THAT(Answer(ComeBack(since)), ::testing::Not(HasSubstr(pid)));
}

TEST_F(Cut, OfSomebodyWhoLostTheTopicMeanwhileBeginsAnew) {
  BreakOff();
  world.tokens.roles["admin"] = {{"calls", {"read"}}};
  EXPECT_THAT(Answer(ComeBack(since, "boss:admin")), ::testing::Not(HasSubstr(pid)));
}
}  // namespace
}  // namespace vss::realtime
