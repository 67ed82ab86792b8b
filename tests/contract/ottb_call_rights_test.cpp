// Who sees and ends whose calls, once on each engine.
#include "contract/calls_fixture.hpp"

namespace vss::ottb {
namespace {

class CallRights : public CallsTest {};
VSS_ON_EACH_ENGINE(CallRights);

TEST_P(CallRights, OfOthersAreNotToSeeForWhoHasTheirOwn) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  const Call call = StartOn(slot);
  Caller seller = CallerWith(kPetr, "petr", R"({"calls": ["read", "end"]})");
  seller.principal.scopes = ScopeSet();
  EXPECT_EQ(Run(calls.List(seller, {}, {})).total, 0);
  EXPECT_EQ(RefusalOf(calls.Get(seller, call.id)).code(), ErrorCode::kNotFound);
  EXPECT_EQ(RefusalOf(calls.End(seller, call.id, std::nullopt)).code(), ErrorCode::kNotFound);
  EXPECT_EQ(Run(calls.List(admin, {.phase = CallPhase::kRunning}, {})).total, 1);
  EXPECT_EQ(Run(calls.List(admin, {.phase = CallPhase::kOver}, {})).total, 0);
}

// The same person sees, ends and rules over different sets of calls.
TEST_P(CallRights, AreEndedByWhomTheScopeOfControlCovers) {
  const Trunk trunk = MakeTrunk("A");
  for (const char* device : {"d1", "d2", "d3", "d4"}) MakeReady(trunk, device);
  Caller hers = CallerWith(kOlga, "olga", R"({"calls": true})"),
         his = CallerWith(kPetr, "petr", R"({"calls": true})");
  his.principal.team = "red";
  const Call own = Run(calls.Start(hers, {.phone_number = "+79991234567"})),
             team = Run(calls.Start(his, {.phone_number = "+79991234567"})),
             other = Run(calls.Start(admin, {.phone_number = "+79991234567"}));
  EXPECT_EQ(team.team_id, "red");
  const auto ends = [&](DataScope control, const Call& call) {
    hers.principal.scopes = ScopeSet::Everything().Set(ScopedResource::kCallControl, control);
    hers.principal.teams = {"red"};
    pbx.ends.clear();
    try {
      Run(calls.End(hers, call.id, std::nullopt));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kPermissionDenied);
      EXPECT_EQ(error.details().at("permission"), "calls.end");
      EXPECT_EQ(LastAudit().action, "calls.end");
      EXPECT_THAT(pbx.ends, testing::IsEmpty());
      return false;
    }
    return true;
  };
  using enum DataScope;
  EXPECT_FALSE(ends(kOwn, team));
  EXPECT_FALSE(ends(kOwn, other));
  EXPECT_FALSE(ends(kTeam, other));
  EXPECT_TRUE(ends(kOwn, own));
  EXPECT_TRUE(ends(kTeam, team));
  EXPECT_TRUE(ends(kAll, other));
}

TEST_P(CallRights, AreListedByScope) {
  const Trunk trunk = MakeTrunk("A");
  for (const char* device : {"d1", "d2", "d3", "d4"}) MakeReady(trunk, device);
  Write(
      "INSERT INTO crm_leads (id, client_name, phone, status, assigned_seller, team_id, fields, search, "
      "created_at, "
      "updated_at, version) VALUES ('33333333-3333-4333-8333-333333333333', 'Ivan', '+79991234567', 'new', "
      "NULL, 'red', '{}', 'ivan', 0, 0, 1)");
  Caller hers = CallerWith(kOlga, "olga", R"({"calls": true})"),
         his = CallerWith(kPetr, "petr", R"({"calls": true})");
  his.principal.team = "red";
  Run(calls.Start(hers, {.phone_number = "+79991234567"}));
  const Call team = Run(calls.Start(his, {.phone_number = "+79991234567"}));
  Run(calls.Start(admin, {.phone_number = "+79991234567", .lead_id = kLead}));
  const Call other = Run(calls.Start(admin, {.phone_number = "+79991234567"}));
  const auto seen = [&](DataScope scope) {
    hers.principal.scopes = ScopeSet().Set(ScopedResource::kCalls, scope);
    hers.principal.teams = {"red"};
    return Run(calls.List(hers, {}, {})).total;
  };
  EXPECT_EQ(seen(DataScope::kOwn), 1);
  EXPECT_EQ(RefusalOf(calls.Get(hers, team.id)).code(), ErrorCode::kNotFound);
  EXPECT_EQ(seen(DataScope::kTeam), 3) << "of the team's people, and of its leads";
  EXPECT_EQ(Run(calls.Get(hers, team.id)).id, team.id);
  EXPECT_EQ(RefusalOf(calls.Get(hers, other.id)).code(), ErrorCode::kNotFound);
  EXPECT_EQ(seen(DataScope::kAll), 4);
}

TEST_P(CallRights, LeaveTheNumberOutOfTheHistoryOfSlots) {
  const Slot slot = MakeReady(MakeTrunk("A"), "d1");
  const Call call = StartOn(slot);
  EXPECT_EQ(Run(line_slots.Get(slot.id)).state_reason, Wire(call.id) + " was placed");
  const auto number = [&](const Caller& caller) {
    const auto history = Run(line_lifecycle.History(caller, slot.id, {.descending = true})).items;
    const auto placed = std::ranges::find(history, SlotTrigger::kCallStart, &Transition::trigger);
    return placed == history.end() ? std::nullopt : placed->phone_number;
  };
  EXPECT_EQ(number(admin), "+79991234567");
  EXPECT_EQ(number(olga), std::nullopt) << "slots.read says nothing about calls";
  Caller limited = CallerWith(kPetr, "petr", R"({"slots": ["read"], "calls": ["read"]})");
  limited.principal.scopes = ScopeSet();
  EXPECT_EQ(number(limited), std::nullopt) << "it is not his call";
}
}  // namespace
}  // namespace vss::ottb
