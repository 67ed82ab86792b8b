#include "workspace/crm/import/column_mapping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workspace/crm/import/lead_row.hpp"

namespace vss::crm {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;

const ImportOptions kOptions{.country = "RU"};

TEST(ColumnMapping, KnowsWhatPeopleCallColumns) {
  EXPECT_THAT(*MapColumns({"Ф.И.О.", "Номер телефона", "E-mail", "Часовой пояс", "Город"}, kOptions),
              ElementsAre("client_name", "phone", "email", "timezone", "fields.Город"));
  EXPECT_THAT(*MapColumns({"Телефон", "Мобильный"}, kOptions), ElementsAre("phone", "fields.Мобильный"))
      << "the second is kept";
}

TEST(ColumnMapping, IsWhatWasAskedFor) {
  ImportOptions options = kOptions;
  options.mapping = {{"A", "phone"}, {"Телефон", std::nullopt}};
  EXPECT_THAT(*MapColumns({"A", "Телефон"}, options), ElementsAre("phone", std::nullopt));
  options.mapping = {{"A", "telephone"}};
  EXPECT_THAT(MapColumns({"A"}, options).error(), HasSubstr("\"telephone\" is no field"));
  options.mapping = {{"A", "phone"}, {"B", "phone"}};
  EXPECT_THAT(MapColumns({"A", "B"}, options).error(), HasSubstr("two columns"));
  options.mapping = {{"Z", "phone"}};
  EXPECT_THAT(MapColumns({"A"}, options).error(), HasSubstr("no column \"Z\""));
  EXPECT_THAT(MapColumns({"A"}, kOptions).error(), HasSubstr("no column is mapped to phone"));
}

TEST(LeadRow, SaysWhyItIsNone) {
  const Columns columns{"phone", "email", "status"};
  EXPECT_THAT(ReadLeadRow({""}, columns, kOptions).error(), HasSubstr("phone: is missing"));
  EXPECT_THAT(ReadLeadRow({"12"}, columns, kOptions).error(), HasSubstr("phone:"));
  EXPECT_THAT(ReadLeadRow({"+79991234567", "x"}, columns, kOptions).error(), HasSubstr("email:"));
  EXPECT_THAT(ReadLeadRow({"+79991234567", "", "sold"}, columns, kOptions).error(), HasSubstr("status:"));
  EXPECT_THAT(ReadLeadRow({"+79991234567", "", "", "x"}, columns, kOptions).error(), HasSubstr("4 cells"));
  EXPECT_EQ(ReadLeadRow({" 8 999 123 45 67 "}, columns, kOptions)->client_name, "+79991234567");
}

TEST(LeadRow, ChangesOnlyWhatItHas) {
  const Lead known{
      .client_name = "Иван", .phone = "+79991234567", .email = "a@example.com", .status = LeadStatus::kWon};
  const Columns columns{"phone", "fields.city"};
  const auto row = ReadLeadRow({"+79991234567", "Омск"}, columns, kOptions);
  const Lead after = WithRow(known, *row, columns);
  EXPECT_EQ(after.client_name, "Иван");
  EXPECT_EQ(after.status, LeadStatus::kWon);
  EXPECT_EQ(after.email, "a@example.com");
  EXPECT_EQ(after.fields.at("city"), "Омск");
}
}  // namespace
}  // namespace vss::crm
