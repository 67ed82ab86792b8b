#include "contracts/scope.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "contracts/principal.hpp"

namespace vss {
namespace {
using enum ScopedResource;
using Id = std::optional<std::string>;

std::string RefusedField(std::string_view scope) {
  try {
    ScopeSet::Parse(ParseJson(scope));
  } catch (const Error& error) {
    return error.details().begin()->key();
  }
  return {};
}

TEST(Scope, IsTheNarrowestUnlessTheRoleSaysOtherwise) {
  EXPECT_EQ(ScopeSet::Parse(ParseJson("{}")), ScopeSet());
  const ScopeSet set = ScopeSet::Parse(ParseJson(R"({"leads": "team", "calls": "all"})"));
  EXPECT_EQ(set.Of(kLeads), DataScope::kTeam);
  EXPECT_EQ(set.Of(kCalls), DataScope::kAll);
  EXPECT_EQ(set.Of(kRecordings), DataScope::kOwn);
  EXPECT_EQ(ScopeSet::Parse(set.ToJson()), set);
}

TEST(Scope, NamesTheFieldThatIsNotRight) {
  EXPECT_EQ(RefusedField(R"({"leads": "everyone"})"), "scope.leads");
  EXPECT_EQ(RefusedField(R"({"leads": true})"), "scope.leads");
  EXPECT_EQ(RefusedField(R"({"slots": "own"})"), "scope.slots");
  EXPECT_EQ(RefusedField("[]"), "scope");
}

TEST(Scope, KnowsWhatReachesFurther) {
  const ScopeSet team = ScopeSet().Set(kLeads, DataScope::kTeam);
  EXPECT_EQ(team.FirstWider(team), std::nullopt);
  EXPECT_EQ(ScopeSet::Everything().FirstWider(team), std::nullopt);
  EXPECT_EQ(ScopeSet().FirstWider(team), kLeads);
  EXPECT_EQ(team.FirstWider(ScopeSet::Everything()), kCallControl);
}

TEST(Scope, CoversRowsOfTheUserThenOfTheTeamThenAll) {
  const Id me = "me", other = "other", team = "team", foreign = "foreign", nobody;
  const RowScope own{DataScope::kOwn, "me", {}}, teams{DataScope::kTeam, "me", {"team"}}, all;
  struct Row {
    Id user, team;
    bool own, in_team;
  };
  for (const Row& row : {Row{me, team, true, true}, Row{me, nobody, true, true}, Row{me, foreign, true, true},
                         Row{other, team, false, true}, Row{nobody, team, false, true},
                         Row{other, foreign, false, false}, Row{nobody, nobody, false, false}}) {
    EXPECT_EQ(Covers(own, {&row.user}, {&row.team}), row.own);
    EXPECT_EQ(Covers(teams, {&row.user}, {&row.team}), row.in_team);
    EXPECT_TRUE(Covers(all, {&row.user}, {&row.team}));
  }
}

TEST(Scope, OfSomebodyWithoutTeamIsTheirOwn) {
  Principal principal{.user_id = "me"};
  EXPECT_EQ(ScopeOf(principal, kLeads).reach, DataScope::kOwn);
  principal.scopes.Set(kLeads, DataScope::kTeam);
  EXPECT_EQ(ScopeOf(principal, kLeads).reach, DataScope::kOwn);
  principal.teams = {"team"};
  EXPECT_EQ(ScopeOf(principal, kLeads).reach, DataScope::kTeam);
  EXPECT_EQ(ScopeOf(principal, kCalls).reach, DataScope::kOwn);
  principal.permissions =
      std::make_shared<PermissionSet>(PermissionSet::Parse(ParseJson(R"({"all": true})")));
  EXPECT_TRUE(ScopeOf(principal, kLeads).all()) << "who may everything sees everything";
}
}  // namespace
}  // namespace vss
