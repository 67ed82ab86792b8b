// Leads of teams, and what a timeline shows to whom, once on each engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/storage_sql/point_store.hpp"
#include "contract/crm_fixture.hpp"

namespace vss::crm {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;

class CrmTeams : public CrmTest {
 protected:
  static constexpr const char* kRed = "44444444-4444-4444-8444-444444444444";
  static constexpr const char* kBlue = "55555555-5555-4555-8555-555555555555";
  CrmTeams() {
    for (const char* id : {kRed, kBlue})
      Write(fmt::format("INSERT INTO teams (id, name, created_at, updated_at) VALUES ('{0}', '{0}', 0, 0)",
                        id));
    Write(fmt::format("UPDATE users SET team_id = '{}' WHERE id = '{}'", kRed, kPetr));
    boss.principal.teams = {kRed};
    boss.principal.scopes.Set(ScopedResource::kLeads, DataScope::kTeam);
  }
  std::optional<std::string> TeamOf(const Lead& lead) { return Run(leads.Get(admin, lead.id)).team_id; }

  Caller boss = CallerOf("66666666-6666-4666-8666-666666666666", "lead");
};
VSS_ON_EACH_ENGINE(CrmTeams);

TEST_P(CrmTeams, LeadsAreInTheTeamOfTheirSellerOrInAPool) {
  const Lead lead = Make("a", "+79990000001", kPetr);
  EXPECT_EQ(lead.team_id, kRed);
  Run(leads.Assign(admin, {lead.id}, std::nullopt));
  EXPECT_EQ(TeamOf(lead), kRed) << "it lies in the pool of the team";
  Run(leads.Assign(admin, {lead.id}, kOlga));
  EXPECT_EQ(TeamOf(lead), std::nullopt) << "she is in no team";
  EXPECT_EQ(CodeOf(leads.Update(admin, lead.id, {.team_id = std::optional<std::string>(kBlue)})),
            ErrorCode::kInvalidParams)
      << "a lead lies where its seller is";
  Run(leads.Assign(admin, {lead.id}, std::nullopt));
  EXPECT_EQ(Run(leads.Update(admin, lead.id, {.team_id = std::optional<std::string>(kBlue)})).team_id, kBlue);
  EXPECT_EQ(CodeOf(leads.Update(admin, lead.id, {.team_id = std::optional<std::string>(kOlga)})),
            ErrorCode::kInvalidParams)
      << "there is no such team";
}

TEST_P(CrmTeams, WhoLeadsATeamSeesItsLeadsAndKeepsThemInIt) {
  const Lead red = Make("red", "+79990000001", kPetr), pool = Make("pool", "+79990000002"),
             blue = Make("blue", "+79990000003", kOlga);
  Run(leads.Update(admin, pool.id, {.team_id = std::optional<std::string>(kRed)}));
  EXPECT_THAT(Names(boss, {}), testing::UnorderedElementsAre("red", "pool"));
  EXPECT_EQ(Run(leads.List(boss, {}, {.limit = 1})).total, 2);
  EXPECT_THAT(Names(boss, {.assigned_seller = std::optional<std::string>(kOlga)}), IsEmpty());
  EXPECT_THAT(Names(boss, {.q = ParseSearch("blue", "RU")}), IsEmpty());
  EXPECT_THAT(Names(boss, {.q = ParseSearch("pool", "RU")}), ElementsAre("pool"));
  EXPECT_EQ(CodeOf(leads.Get(boss, blue.id)), ErrorCode::kNotFound);
  Run(leads.Assign(boss, {pool.id}, kPetr));
  EXPECT_EQ(CodeOf(leads.Assign(boss, {pool.id}, kOlga)), ErrorCode::kInvalidParams);
  EXPECT_EQ(CodeOf(leads.Update(boss, red.id, {.team_id = std::optional<std::string>(kBlue)})),
            ErrorCode::kInvalidParams);
  EXPECT_THAT(Names(petr, {}), testing::UnorderedElementsAre("red", "pool"));
}

TEST_P(CrmTeams, LeadsOfADeletedUserAreHandedOver) {
  const Lead first = Make("a", "+79990000001", kPetr),
             won = Make("b", "+79990000002", kPetr, LeadStatus::kWon),
             other = Make("c", "+79990000003", kOlga);
  AddCall(7, first.id, clock.Now());
  Write(fmt::format("UPDATE calls SET lead_seller = '{}', lead_team = '{}'", kPetr, kRed));
  sql::PointStore users(database(), context);
  const auto hand_over = [&](const char* from, std::optional<point::User> to) {
    clock.Advance(std::chrono::seconds(1));
    return Run(users.Write([&](point::Transaction& tx) {
      return tx.leads().HandOver({.from = {from},
                                  .to = std::move(to),
                                  .by = {.user_id = kOlga, .username = "boss"},
                                  .at = clock.Now()});
    }));
  };
  const auto of = [&](std::optional<std::string> seller) { return Total({.assigned_seller = seller}); };
  EXPECT_EQ(hand_over(kPetr, std::nullopt), 2);
  EXPECT_EQ(of(kPetr), 0);
  EXPECT_EQ(of(std::nullopt), 2);
  EXPECT_EQ(Total({.status = LeadStatus::kWon, .assigned_seller = std::optional<std::string>()}), 1);
  const Lead pooled = Run(leads.Get(admin, first.id));
  EXPECT_EQ(pooled.assigned_seller, std::nullopt);
  EXPECT_EQ(pooled.team_id, kRed) << "the pool of the team that it was in";
  EXPECT_EQ(pooled.version, first.version + 1);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM calls WHERE lead_seller IS NULL"), 1);
  EXPECT_EQ(Number(fmt::format("SELECT COUNT(*) FROM crm_lead_history WHERE kind = 'assigned' AND user_id = "
                               "'{}' AND username = 'boss' AND from_value = '{}' AND to_value IS NULL",
                               kOlga, kPetr)),
            2);
  EXPECT_EQ(hand_over(kPetr, std::nullopt), 0) << "there is nothing left";

  Run(leads.Assign(admin, {won.id, first.id}, kPetr));
  EXPECT_EQ(hand_over(kPetr, point::User{.id = {kOlga}, .team = point::TeamId{kBlue}}), 2);
  EXPECT_EQ(of(kOlga), 3);
  EXPECT_EQ(of(kPetr), 0);
  EXPECT_EQ(of(std::nullopt), 0);
  EXPECT_EQ(TeamOf(first), kBlue) << "a lead lies where its seller is";
  EXPECT_EQ(TeamOf(other), std::nullopt) << "it was not handed over";
  EXPECT_EQ(Number(fmt::format("SELECT COUNT(*) FROM calls WHERE lead_seller = '{}' AND lead_team = '{}'",
                               kOlga, kBlue)),
            1);
}

TEST_P(CrmTeams, ATimelineShowsWhatThePermissionsAllow) {
  const Lead lead = Make("a", "+79990000001", kPetr);
  Run(notes.Create(petr, {.lead_id = lead.id, .text = "x"}));
  const std::string common = fmt::format("'{}', '{}', '+79990000001'", kOlga, lead.id);
  Write(fmt::format(
      "INSERT INTO calls (slot_id, trunk_id, line, line_type, username, caller_id, record, state, "
      "started_at, seen_at, sip_status, q850, user_id, lead_id, phone_number, lead_seller) VALUES (1, 1, "
      "1, 'auto', 'olga', '', 0, 'ended', 1, 1, 200, 16, {}, '{}')",
      common, kPetr));
  Write(fmt::format(
      "INSERT INTO recordings (call_id, slot_id, file, bytes, duration_ms, truncated, started_at, "
      "created_at, user_id, lead_id, phone_number, lead_seller) VALUES (1, 1, 'f', 1, 1, 0, 1, 1, {}, '{}')",
      common, kPetr));
  const auto kinds = [&](const Caller& caller) {
    std::set<std::size_t> seen;
    for (const TimelineItem& item : Run(leads.Timeline(caller, lead.id, {.sort = "at"})).items)
      seen.insert(item.what.index());
    return seen;
  };
  constexpr std::size_t kCall = 0, kRecording = 1, kNote = 2, kChange = 3;
  EXPECT_THAT(kinds(With(admin, R"({"crm": ["read"]})")), ElementsAre(kChange));
  EXPECT_THAT(kinds(With(admin, R"({"crm": ["read"], "notes": ["read"]})")), ElementsAre(kNote, kChange));
  EXPECT_THAT(kinds(With(admin, R"({"crm": ["read"], "calls": ["read"]})")), ElementsAre(kCall, kChange));
  EXPECT_THAT(kinds(With(admin, R"({"crm": ["read"], "recordings": ["read"]})")),
              ElementsAre(kRecording, kChange));
  EXPECT_THAT(kinds(With(petr, R"({"all": true})")), ElementsAre(kCall, kRecording, kNote, kChange));
  EXPECT_THAT(kinds(With(petr, R"({"crm": ["read"], "calls": ["read"]})")), ElementsAre(kCall, kChange))
      << "a call of his lead";
  Caller elsewhere = With(boss, R"({"crm": ["read"], "calls": ["read"], "recordings": ["read"]})");
  EXPECT_THAT(kinds(elsewhere), ElementsAre(kChange)) << "the team's lead, but calls only of one's own";
}
}  // namespace
}  // namespace vss::crm
