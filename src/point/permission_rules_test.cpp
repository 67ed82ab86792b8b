#include "point/permission_rules.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace vss::point {
namespace {
PermissionSet Everything() { return PermissionSet::Parse({{"all", true}}); }
PermissionSet Slots(const json::value& actions) { return PermissionSet::Parse({{"slots", actions}}); }

TEST(PermissionRules, OnlyAllCoversAll) {
  json::object each;
  for (const auto& [resource, actions] : PermissionCatalogue()) each[resource] = true;
  EXPECT_FALSE(Covers(PermissionSet::Parse(each), Everything()));
  EXPECT_TRUE(Covers(Everything(), Everything()));
  EXPECT_TRUE(Covers(Everything(), PermissionSet::Parse(each)));
}

TEST(PermissionRules, EachPermissionMustBeHeld) {
  EXPECT_TRUE(Covers(Slots({"read", "use"}), Slots({"read"})));
  EXPECT_FALSE(Covers(Slots({"read"}), Slots({"read", "use"})));
  EXPECT_TRUE(Covers(PermissionSet(), PermissionSet()));
}

TEST(PermissionRules, TheRefusalNamesWhatIsLacking) {
  const Caller caller{.principal = {.permissions = std::make_shared<PermissionSet>(Slots({"read"}))}};
  RequireCovers(caller, {Slots({"read"}), ScopeSet()}, "the role");
  try {
    RequireCovers(caller, {Slots({"read", "use"}), ScopeSet()}, "the role");
    FAIL() << "it was allowed";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kPermissionDenied);
    EXPECT_EQ(error.details().at("permission"), "slots.use");
  }
}

TEST(PermissionRules, NobodyGivesAWiderScopeThanTheirOwn) {
  const auto team = ScopeSet().Set(ScopedResource::kLeads, DataScope::kTeam);
  Caller caller{
      .principal = {.permissions = std::make_shared<PermissionSet>(Slots({"read"})), .scopes = team}};
  RequireCovers(caller, {Slots({"read"}), team}, "the role");
  try {
    RequireCovers(caller, {Slots({"read"}), ScopeSet::Everything()}, "the role");
    FAIL() << "it was allowed";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kPermissionDenied);
    EXPECT_EQ(error.details().at("scope"), "call_control");
  }
  EXPECT_THROW(RequireAllRows(caller), Error);
  caller.principal.scopes = ScopeSet::Everything();
  RequireAllRows(caller);
}
}  // namespace
}  // namespace vss::point
