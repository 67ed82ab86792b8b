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
}  // namespace
}  // namespace vss::crm
