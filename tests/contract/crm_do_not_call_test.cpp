// The do-not-call list and what erasing a person leaves, once on each engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/crm_fixture.hpp"

namespace vss::crm {
namespace {
using testing::ElementsAre;

class CrmDoNotCall : public CrmTest {};
VSS_ON_EACH_ENGINE(CrmDoNotCall);

TEST_P(CrmDoNotCall, TheDoNotCallListFollowsTheStatusOfLeads) {
  const auto blocked = [&](const std::string& phone, std::optional<std::string> lead = std::nullopt) {
    return Run(store.Read([&](Transaction& tx) { return tx.do_not_call().Blocks(phone, lead); }));
  };
  const auto set = [&](const Lead& lead, LeadStatus status) {
    return Run(leads.Update(admin, lead.id, {.status = status}));
  };
  const Lead lead = Make("a", "+79990000001");
  EXPECT_FALSE(blocked("+79990000001", lead.id));
  set(lead, LeadStatus::kDoNotCall);
  EXPECT_TRUE(blocked("+79990000001"));
  EXPECT_TRUE(blocked("+79990000009", lead.id)) << "whatever number is dialled for the lead";
  EXPECT_FALSE(blocked("+79990000009"));
  Run(leads.Update(admin, lead.id,
                   {.phone = "+79990000002", .fields = Fields{{"phone_2", "8 999 000-00-03"}}}));
  EXPECT_TRUE(blocked("+79990000001")) << "the person was asked about this one";
  EXPECT_TRUE(blocked("+79990000002"));
  EXPECT_TRUE(blocked("+79990000003"));
  const Lead same = Make("b", "+79990000002", std::nullopt, LeadStatus::kDoNotCall);
  EXPECT_EQ(CodeOf(leads.Update(admin, lead.id, {.status = LeadStatus::kNew})), ErrorCode::kDncBlocked)
      << "the other lead's status forbids it";
  Run(leads.Delete(admin, same.id));
  EXPECT_TRUE(blocked("+79990000002")) << "a deleted lead takes nothing back";
  set(lead, LeadStatus::kCallback);
  for (const char* number : {"+79990000002", "+79990000003"})
    EXPECT_FALSE(blocked(number, lead.id)) << "the person wants to be called again";
  EXPECT_EQ(Number("SELECT COUNT(*) FROM do_not_call_numbers"), 0);
}

TEST_P(CrmDoNotCall, WhoAskedNotToBeCalledIsNotCalledAfterAMerge) {
  const Lead asked = Make("a", "+79990000001", std::nullopt, LeadStatus::kDoNotCall),
             other = Make("b", "+79990000002", std::nullopt, LeadStatus::kWon);
  EXPECT_EQ(Run(leads.Merge(admin, asked.id, other.id)).status, LeadStatus::kDoNotCall);
  Run(store.Read([&](Transaction& tx) {
    EXPECT_TRUE(tx.do_not_call().Blocks("+79990000001", std::nullopt));
    EXPECT_TRUE(tx.do_not_call().Blocks("+79990000002", std::nullopt));
    return 0;
  }));
  Run(leads.Update(admin, other.id, {.status = LeadStatus::kCallback}));
  EXPECT_EQ(Number("SELECT COUNT(*) FROM do_not_call_numbers"), 0);
}

TEST_P(CrmDoNotCall, OfErasedPersonsTheListKeepsHashesThatNeedTheKey) {
  Run(store.Write([&](Transaction& tx) { tx.do_not_call().KeepErased({"+79990000001"}, clock.Now()); }));
  const auto blocks = [&](sql::CrmStore& asked) {
    return Run(
        asked.Read([](Transaction& tx) { return tx.do_not_call().Blocks("+79990000001", std::nullopt); }));
  };
  EXPECT_TRUE(blocks(store));
  EXPECT_EQ(Number("SELECT COUNT(*) FROM do_not_call_hashes WHERE hash LIKE '%9990000001%'"), 0);
  sql::CrmStore without(database(), context, Secret("another key"));
  EXPECT_FALSE(blocks(without));
}

TEST_P(CrmDoNotCall, NobodyGetsAnotherStatusWithANumberOnTheList) {
  Run(store.Write([&](Transaction& tx) { tx.do_not_call().KeepErased({"+79990000001"}, clock.Now()); }));
  EXPECT_EQ(Make("a", "+79990000001").status, LeadStatus::kDoNotCall);
  const Lead moved = Make("b", "+79990000002");
  EXPECT_EQ(Run(leads.Update(admin, moved.id, {.phone = "+79990000001"})).status, LeadStatus::kDoNotCall);
  EXPECT_EQ(CodeOf(leads.Update(admin, moved.id, {.status = LeadStatus::kWon})), ErrorCode::kDncBlocked);
  EXPECT_EQ(CodeOf(leads.Update(admin, moved.id,
                                {.phone = "+79990000003",
                                 .status = LeadStatus::kWon,
                                 .fields = Fields{{"phone_2", "+79990000001"}}})),
            ErrorCode::kDncBlocked);
  EXPECT_EQ(Run(leads.Update(admin, moved.id, {.phone = "+79990000003", .status = LeadStatus::kWon})).status,
            LeadStatus::kWon);
}

TEST_P(CrmDoNotCall, FurtherNumbersAreFoundHoweverTheyAreWritten) {
  const auto make = [&](std::string name, std::string phone, Fields fields) {
    clock.Advance(std::chrono::milliseconds(1));
    Run(leads.Create(
        admin, {.client_name = std::move(name), .phone = std::move(phone), .fields = std::move(fields)}));
  };
  make("written", "+79990000001", {{"Моб. телефон", "8 (916) 765-43-21"}});
  make("among others", "+79990000002", {{"note", "x"}, {"phone_2", "+7 495 123-45-67, +7 916 765 43 21"}});
  make("international", "+79990000003", {{"other", "+79167654321"}});
  make("another number", "+79990000004", {{"phone_2", "+79167654320"}});
  make("a contract", "+79990000005", {{"contract", "89167654321"}});
  make("their own", "+79167654321", {{"phone_2", "+79990000006"}});
  std::vector<Lead> noise;
  for (int i = 0; i < 1'100; ++i)
    noise.push_back({.id = random.TimeUuid(clock.Now()),
                     .client_name = "noise",
                     .phone = "+79990001111",
                     .fields = {{"contract", fmt::format("{}167654321", i)}}});
  Run(store.Write([&](Transaction& tx) {
    tx.leads().Insert(noise);
    return 0;
  }));
  make("behind many", "+79990000007", {{"phone_2", "+79167654321"}});
  std::vector<std::string> names;
  for (const Lead& lead :
       Run(store.Read([](Transaction& tx) { return tx.leads().FindWithFurtherNumber("+79167654321"); })))
    names.push_back(lead.client_name);
  EXPECT_THAT(names, ElementsAre("written", "among others", "international", "behind many"));
}

TEST_P(CrmDoNotCall, ErasuresAreKeptUntilNothingIsLeft) {
  const Instant due = clock.Now() + std::chrono::seconds(5);
  Erasure first{.id = "00000000-0000-7000-8000-000000000001",
                .marks = {.phones = {"+79990000001", "+79990000002"}, .emails = {"a@example.com"}},
                .words = {"79990000001", "\"c_7\""},
                .recording_files = {"2026/01/x.wav"},
                .from_line = 3'000'000'000,
                .looks_left = 3,
                .due = due,
                .begun = {.user_id = kOlga, .username = "olga", .address = "127.0.0.1", .request_id = "r-1"}};
  Erasure second{
      .id = "00000000-0000-7000-8000-000000000002", .looks_left = 1, .begun = {.username = "system"}};
  const auto put = [&](const Erasure& erasure) {
    Run(store.Write([&](Transaction& tx) {
      tx.erasures().Put(erasure);
      return 0;
    }));
  };
  const auto list = [&] { return Run(store.Read([](Transaction& tx) { return tx.erasures().List(); })); };
  put(second);
  put(first);
  auto kept = list();
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].id, first.id) << "the oldest is first";
  EXPECT_EQ(ToJson(kept[0]), ToJson(first));
  EXPECT_EQ(kept[0].begun.user_id, kOlga);
  EXPECT_EQ(kept[1].begun.user_id, std::nullopt);
  first.stage = Erasure::Stage::kWatched;
  first.looks_left = 2;
  put(first);
  kept = list();
  ASSERT_EQ(kept.size(), 2U) << "the one with the same id is replaced";
  EXPECT_EQ(ToJson(kept[0]), ToJson(first));
  Run(store.Write([&](Transaction& tx) {
    tx.erasures().Delete(first.id);
    tx.erasures().Delete(first.id);
    return 0;
  }));
  kept = list();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].id, second.id);
}
}  // namespace
}  // namespace vss::crm
