#include "workspace/reports/problems.hpp"

#include <gmock/gmock.h>

namespace vss::reports {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Problems : public testing::Test {
 protected:
  Problems() {
    platform.pbx.up = true;
    platform.disk = PlatformState::Disk{.total_bytes = 1000, .free_bytes = 500};
    dashboard.centre = CentreNow{.slots = {{1, "auto", "READY", 3}}, .trunks = {{1, "A", "auto", 10}}};
  }
  std::vector<std::string> Codes() {
    std::vector<std::string> codes;
    for (const Problem& problem : FindProblems(dashboard, platform)) codes.push_back(problem.code);
    return codes;
  }
  void Slot(std::string state, std::int64_t number) {
    dashboard.centre->slots.push_back({1, number < 7000 ? "auto" : "mf", state, 1});
    if (state != "REGISTERING" || number >= 7000)
      dashboard.centre->troubled.push_back({number, number, state, "because"});
  }

  Dashboard dashboard;
  PlatformState platform;
};

TEST_F(Problems, AreNoneWhenAllIsRight) { EXPECT_THAT(Codes(), IsEmpty()); }

TEST_F(Problems, AreNoneInAnEmptyCentre) {
  dashboard.centre = CentreNow{};
  EXPECT_THAT(Codes(), IsEmpty());
}

TEST_F(Problems, AreThereForEachThingThePlatformStandsOn) {
  platform.pbx.up = false;
  platform.outbox.lag = std::chrono::seconds(31);
  platform.database = {.healthy = false, .problem = "disk full"};
  platform.disk->free_bytes = 20;
  EXPECT_THAT(Codes(), ElementsAre("database_down", "outbox_lag", "pbx_down", "disk_low"));
  platform = {};
  platform.pbx.up = true;
  platform.database.write_queue = 1000;
  EXPECT_THAT(Codes(), ElementsAre("database_slow"));
}

TEST_F(Problems, AreThereWhenCallsMayNotBeRecorded) {
  platform.record_basis_missing = true;
  EXPECT_THAT(Codes(), ElementsAre("record_basis_missing"));
}

TEST_F(Problems, ComeWorstFirst) {
  platform.disk->free_bytes = 50;  // a warning, found before the fault
  Slot("FAULT", 6001);
  EXPECT_THAT(Codes(), ElementsAre("slot_fault", "disk_low"));
}

TEST_F(Problems, NameTheFirstSlotsAndCountTheRest) {
  for (int number = 6001; number <= 6008; ++number) Slot("FAULT", number);
  const auto found = FindProblems(dashboard, platform);
  ASSERT_EQ(found.size(), 6U);
  EXPECT_EQ(found.front().link, "/slots/6001");
  EXPECT_THAT(found.front().text, HasSubstr("slot 6001 is in FAULT: because"));
  EXPECT_THAT(found.back().text, HasSubstr("3 more slots"));
}

TEST_F(Problems, TellWhichTelephonesAreMissing) {
  Slot("REGISTERING", 7001);
  Slot("REGISTERING", 6001);  // one of ours, which registers by itself
  const auto found = FindProblems(dashboard, platform);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().details.at("count").as_int64(), 1);
}

TEST_F(Problems, AreThereWhenNoCallCanBePlaced) {
  dashboard.centre->slots = {{1, "auto", "IDLE", 3}};
  EXPECT_THAT(Codes(), ElementsAre("no_slot_ready"));
  dashboard.centre->slots = {{1, "auto", "ACTIVE_CALL", 3}, {1, "auto", "FAULT", 0}};
  EXPECT_THAT(Codes(), ElementsAre("trunk_full"));
}

TEST_F(Problems, AreNotThatSomebodyTalks) {
  dashboard.centre->slots = {{1, "mf", "ACTIVE_CALL", 1}};
  EXPECT_THAT(Codes(), IsEmpty());
  dashboard.centre->slots = {{1, "mf", "ACTIVE_CALL", 1}, {1, "mf", "CALLING", 1}};
  EXPECT_THAT(Codes(), IsEmpty());
  dashboard.centre->slots = {{1, "mf", "ACTIVE_CALL", 2}, {1, "mf", "CALLING", 1}};
  EXPECT_THAT(Codes(), ElementsAre("trunk_full"));
}
}  // namespace
}  // namespace vss::reports
