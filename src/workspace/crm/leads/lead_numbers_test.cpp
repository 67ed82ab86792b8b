#include "workspace/crm/leads/lead_numbers.hpp"

#include <gmock/gmock.h>

namespace vss::crm {
namespace {
using testing::ElementsAre;

Lead With(Fields fields) { return {.phone = "+79161234567", .fields = std::move(fields)}; }

TEST(LeadNumbers, AreItsOwnAndThoseInColumnsOfTelephones) {
  EXPECT_THAT(NumbersOf(With({})), ElementsAre("+79161234567"));
  EXPECT_THAT(NumbersOf(With({{"phone_2", "+79167654321"}})), ElementsAre("+79161234567", "+79167654321"));
  EXPECT_THAT(NumbersOf(With({{"Доп. телефон", "8 (495) 123-45-67"}})),
              ElementsAre("+74951234567", "+79161234567"));
  EXPECT_THAT(NumbersOf(With({{"Моб.", "8 916 765-43-21; +7 495 123 45 67"}})),
              ElementsAre("+74951234567", "+79161234567", "+79167654321"));
}

TEST(LeadNumbers, WithPlusAreFoundInAnyColumn) {
  EXPECT_THAT(NumbersOf(With({{"comment", "+7 916 765-43-21"}})),
              ElementsAre("+79161234567", "+79167654321"));
}

TEST(LeadNumbers, AreNotReadOutOfOtherNumbers) {
  EXPECT_THAT(NumbersOf(With({{"ИНН", "7707083893"}, {"Номер договора", "9161234568"}, {"phone_2", "нет"}})),
              ElementsAre("+79161234567"));
}

TEST(LeadNumbers, AreTakenOutWithTheNameBesideThem) {
  Lead lead = With({{"phone_2", "8 916 765-43-21"},
                    {"name_2", "Анна"},
                    {"email_2", "a@example.com"},
                    {"phone_3", "+74951234567"},
                    {"name_3", "Борис"},
                    {"city", "Тула"}});
  EXPECT_TRUE(TakeNumberOut(lead, "+79167654321"));
  EXPECT_EQ(lead.fields, (Fields{{"phone_3", "+74951234567"}, {"name_3", "Борис"}, {"city", "Тула"}}));
  EXPECT_FALSE(TakeNumberOut(lead, "+79167654321"));
}

TEST(LeadNumbers, AreTakenOutOfACellWithOthers) {
  Lead lead = With({{"Моб.", "8 916 765-43-21; +7 495 123 45 67"}});
  EXPECT_TRUE(TakeNumberOut(lead, "+79167654321"));
  EXPECT_THAT(NumbersOf(lead), ElementsAre("+74951234567", "+79161234567"));
  EXPECT_TRUE(TakeNumberOut(lead, "+74951234567"));
  EXPECT_EQ(lead.fields, Fields());
}
}  // namespace
}  // namespace vss::crm
