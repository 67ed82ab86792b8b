#include "contract/ottb_fixture.hpp"

namespace vss::ottb {
namespace {
class Trunks : public OttbTest {};
VSS_ON_EACH_ENGINE(Trunks);

std::vector<std::string> NamesOf(const Page<Trunk>& page) {
  std::vector<std::string> names;
  for (const Trunk& trunk : page.items) names.push_back(trunk.name);
  return names;
}
}  // namespace

TEST_P(Trunks, AreReadBackAsTheyWereCreated) {
  const Trunk created = Run(trunks.Create(admin, {.name = "АВТО 1",
                                                  .type = TrunkType::kMf,
                                                  .capacity = 20,
                                                  .description = "first",
                                                  .region = std::nullopt,
                                                  .caller_ids = {"+79991111111", "+4930123456"}}));
  const Trunk read = Run(trunks.Get(created.id));
  EXPECT_EQ(read.name, "АВТО 1");
  EXPECT_EQ(read.type, TrunkType::kMf);
  EXPECT_EQ(read.capacity, 20);
  EXPECT_EQ(read.description, "first");
  EXPECT_FALSE(read.region);
  EXPECT_EQ(read.caller_ids, created.caller_ids);
  EXPECT_EQ(read.created_at, clock.Now());
  EXPECT_EQ(read.slots_used, 0);
}

TEST_P(Trunks, AnnounceAndAuditEachChange) {
  const Trunk trunk = MakeTrunk("A");
  Run(trunks.Update(admin, trunk.id, {.capacity = 12}));
  EXPECT_EQ(LastAudit().action, "trunks.update");
  EXPECT_EQ(LastAudit().target, "trunk " + trunk.id.str());
  EXPECT_EQ(LastAudit().detail, json::value({{"capacity", {{"from", 10}, {"to", 12}}}}));
  Run(trunks.Delete(admin, trunk.id));
  EXPECT_EQ(LastAudit().action, "trunks.delete");

  std::vector<std::string> changes;
  for (const Event& event : TakeEvents()) {
    EXPECT_EQ(event.event, "trunk.update");
    EXPECT_EQ(event.f_flow, "F-05");
    EXPECT_EQ(event.source, "OTTB");
    EXPECT_EQ(event.data.at("id"), json::value(trunk.id.value));
    changes.emplace_back(event.data.at("change").as_string());
  }
  EXPECT_EQ(changes, (std::vector<std::string>{"created", "updated", "deleted"}));
}

TEST_P(Trunks, HaveUniqueNames) {
  const Trunk first = MakeTrunk("A"), second = MakeTrunk("B");
  EXPECT_EQ(RefusalOf(trunks.Create(admin, {.name = "A"})).code(), ErrorCode::kConflict);
  EXPECT_EQ(RefusalOf(trunks.Update(admin, second.id, {.name = "A"})).code(), ErrorCode::kConflict);
  EXPECT_EQ(Run(trunks.Update(admin, first.id, {.name = "A"})).name, "A");
  EXPECT_EQ(NamesOf(Run(trunks.List({}, {}))), (std::vector<std::string>{"A", "B"}));
}

TEST_P(Trunks, KnowNoProviderYet) {
  const Error refusal = RefusalOf(trunks.Create(admin, {.name = "A", .provider_id = ProviderId{3}}));
  EXPECT_EQ(refusal.code(), ErrorCode::kInvalidParams);
  EXPECT_TRUE(refusal.details().contains("provider_id"));
}

TEST_P(Trunks, ChangeOnlyWhatWasAskedFor) {
  const Trunk trunk =
      Run(trunks.Create(admin, {.name = "A", .capacity = 5, .description = "old", .region = "Moscow"}));
  clock.Advance(std::chrono::seconds(5));
  const Trunk changed = Run(trunks.Update(admin, trunk.id, {.region = std::optional<std::string>()}));
  EXPECT_FALSE(changed.region);
  EXPECT_EQ(changed.description, "old");
  EXPECT_EQ(changed.capacity, 5);
  EXPECT_EQ(changed.updated_at, clock.Now());
  EXPECT_EQ(Run(trunks.Get(trunk.id)).updated_at, clock.Now());
}

TEST_P(Trunks, StayUntouchedByAnEmptyChange) {
  const Trunk trunk = MakeTrunk("A");
  TakeEvents();
  clock.Advance(std::chrono::seconds(5));
  EXPECT_EQ(Run(trunks.Update(admin, trunk.id, {.name = "A"})).updated_at, trunk.updated_at);
  EXPECT_TRUE(TakeEvents().empty());
}

TEST_P(Trunks, KeepRoomForTheirSlots) {
  const Trunk trunk = MakeTrunk("A", TrunkType::kAuto, 3);
  MakeSlot(trunk, "d1");
  MakeSlot(trunk, "d2");
  const Error refusal = RefusalOf(trunks.Update(admin, trunk.id, {.capacity = 1}));
  EXPECT_EQ(refusal.code(), ErrorCode::kCapacityExceeded);
  EXPECT_EQ(refusal.details(), json::object({{"capacity", 1}, {"slots_used", 2}}));
  EXPECT_EQ(Run(trunks.Update(admin, trunk.id, {.capacity = 2})).slots_used, 2);
}

TEST_P(Trunks, KeepTheirTypeWhileTheyHaveSlots) {
  const Trunk trunk = MakeTrunk("A");
  EXPECT_EQ(Run(trunks.Update(admin, trunk.id, {.type = TrunkType::kLs})).type, TrunkType::kLs);
  EXPECT_EQ(Run(trunks.Update(admin, trunk.id, {.type = TrunkType::kAuto})).type, TrunkType::kAuto);
  MakeSlot(trunk, "d1");
  EXPECT_EQ(RefusalOf(trunks.Update(admin, trunk.id, {.type = TrunkType::kLs})).code(), ErrorCode::kConflict);
}

TEST_P(Trunks, AreFilteredSortedAndPaged) {
  MakeTrunk("Delta", TrunkType::kMf);
  MakeTrunk("alpha", TrunkType::kMf);
  MakeTrunk("Bravo", TrunkType::kMf);
  Run(trunks.Create(admin, {.name = "other", .description = "100% bravo", .region = "Tver"}));
  EXPECT_EQ(NamesOf(Run(trunks.List({.q = "BRAVO"}, {}))), (std::vector<std::string>{"Bravo", "other"}));
  EXPECT_EQ(NamesOf(Run(trunks.List({.q = "0% b"}, {}))), (std::vector<std::string>{"other"}));
  EXPECT_EQ(NamesOf(Run(trunks.List({.region = "Tver"}, {}))), (std::vector<std::string>{"other"}));

  PageRequest request{.limit = 2, .sort = "name", .descending = true};
  const Page<Trunk> first = Run(trunks.List({.type = TrunkType::kMf}, request));
  EXPECT_EQ(NamesOf(first), (std::vector<std::string>{"alpha", "Delta"}));
  EXPECT_EQ(first.total, 3);
  request.after = first.next;
  const Page<Trunk> second = Run(trunks.List({.type = TrunkType::kMf}, request));
  EXPECT_EQ(NamesOf(second), (std::vector<std::string>{"Bravo"}));
  EXPECT_TRUE(second.next.empty());
}

TEST_P(Trunks, TakeTheirSlotsWithThem) {
  const Trunk trunk = MakeTrunk("A"), other = MakeTrunk("B");
  const Slot gone = MakeSlot(trunk, "d1"), stays = MakeSlot(other, "d1");
  const DeletedTrunk deleted = Run(trunks.Delete(admin, trunk.id));
  ASSERT_EQ(deleted.slots.size(), 1U);
  EXPECT_EQ(deleted.slots[0].id, gone.id);
  EXPECT_EQ(RefusalOf(trunks.Get(trunk.id)).code(), ErrorCode::kNotFound);
  EXPECT_EQ(RefusalOf(slots.Get(gone.id)).code(), ErrorCode::kNotFound);
  EXPECT_EQ(Run(slots.Get(stays.id)).number, stays.number);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM slot_credentials"), 1);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM released_numbers"), 1);
}

TEST_P(Trunks, StayWhileOneOfTheirSlotsIsInACall) {
  const Trunk trunk = MakeTrunk("A");
  MakeSlot(trunk, "d1");
  const Slot busy = MakeSlot(trunk, "d2");
  Drive(busy.id, {SlotTrigger::kOpenSip, SlotTrigger::kRegistered, SlotTrigger::kCallStart});
  TakeEvents();
  const Error refusal = RefusalOf(trunks.Delete(admin, trunk.id));
  EXPECT_EQ(refusal.code(), ErrorCode::kSlotBusy);
  EXPECT_EQ(refusal.details().at("slots"),
            json::value({{{"id", busy.id.value}, {"number", busy.number}, {"state", "CALLING"}}}));
  EXPECT_EQ(Run(trunks.Get(trunk.id)).slots_used, 2);
  EXPECT_TRUE(TakeEvents().empty());
}
}  // namespace vss::ottb
