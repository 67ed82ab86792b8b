#include "workspace/crm/leads/lead_merging.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
Lead Of(LeadStatus status) { return {.client_name = "Anna", .phone = "+79990000001", .status = status}; }
LeadStatus StatusOf(LeadStatus into, LeadStatus from) { return Merged(Of(into), Of(from)).status; }

TEST(MergedLead, HasTheStatusThatSaysMore) {
  EXPECT_EQ(StatusOf(LeadStatus::kNew, LeadStatus::kContacted), LeadStatus::kContacted);
  EXPECT_EQ(StatusOf(LeadStatus::kContacted, LeadStatus::kNew), LeadStatus::kContacted);
  EXPECT_EQ(StatusOf(LeadStatus::kContacted, LeadStatus::kWon), LeadStatus::kWon);
  EXPECT_EQ(StatusOf(LeadStatus::kQualified, LeadStatus::kLost), LeadStatus::kQualified)
      << "the one that stays";
  for (const LeadStatus other : {LeadStatus::kNew, LeadStatus::kWon, LeadStatus::kCallback}) {
    EXPECT_EQ(StatusOf(LeadStatus::kDoNotCall, other), LeadStatus::kDoNotCall);
    EXPECT_EQ(StatusOf(other, LeadStatus::kDoNotCall), LeadStatus::kDoNotCall);
  }
}

TEST(MergedLead, KeepsTheOthersNumberEmailNameAndSource) {
  Lead into = Of(LeadStatus::kNew), from = Of(LeadStatus::kNew);
  into.email = "anna@example.com";
  into.source = "site";
  from.client_name = "Anna Petrova";
  from.phone = "+79990000002";
  from.email = "petrova@example.com";
  from.source = "fair";
  const Lead merged = Merged(into, from);
  EXPECT_EQ(merged.client_name, "Anna");
  EXPECT_EQ(merged.email, "anna@example.com");
  EXPECT_EQ(merged.fields, (Fields{{"name_2", "Anna Petrova"},
                                   {"phone_2", "+79990000002"},
                                   {"email_2", "petrova@example.com"},
                                   {"source_2", "fair"}}));
}

TEST(MergedLead, TakesWhatItLacksAndRepeatsNothing) {
  Lead into = Of(LeadStatus::kNew), from = Of(LeadStatus::kNew);
  from.email = "anna@example.com";
  from.timezone = "Europe/Moscow";
  const Lead merged = Merged(into, from);
  EXPECT_EQ(merged.email, from.email);
  EXPECT_EQ(merged.timezone, from.timezone);
  EXPECT_TRUE(merged.fields.empty());
}

TEST(MergedLead, KeepsFieldsOfTheSameNameThatSayOtherThings) {
  Lead into = Of(LeadStatus::kNew), from = Of(LeadStatus::kNew);
  into.fields = {{"order", "17"}, {"phone_2", "+79990000003"}};
  from.fields = {{"order", "23"}, {"city", "Perm"}};
  from.phone = "+79990000002";
  EXPECT_EQ(Merged(into, from).fields, (Fields{{"order", "17"},
                                               {"order_2", "23"},
                                               {"city", "Perm"},
                                               {"phone_2", "+79990000003"},
                                               {"phone_3", "+79990000002"}}));
  from.fields = {{"order", "17"}};
  EXPECT_EQ(Merged(into, from).fields.count("order_2"), 0U);
}

TEST(MergedLead, LosesNoFieldForWantOfRoom) {
  Lead into = Of(LeadStatus::kNew), from = Of(LeadStatus::kNew);
  for (std::size_t i = 0; i < kMaxFields; ++i) into.fields.emplace(fmt::format("f{}", i), "x");
  EXPECT_NO_THROW(Merged(into, from));
  from.phone = "+79990000002";
  EXPECT_THROW(Merged(into, from), Error);
}

TEST(MergedLead, NamesOfFieldsStayWithinTheirBound) {
  Lead into = Of(LeadStatus::kNew), from = Of(LeadStatus::kNew);
  into.fields = {{std::string(kMaxFieldName, 'f'), "1"}};
  from.fields = {{std::string(kMaxFieldName, 'f'), "2"}};
  for (const auto& [name, value] : Merged(into, from).fields) EXPECT_LE(name.size(), kMaxFieldName);
}
}  // namespace
}  // namespace vss::crm
