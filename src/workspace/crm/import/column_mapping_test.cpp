#include "workspace/crm/import/column_mapping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workspace/crm/import/column_titles.hpp"
#include "workspace/crm/import/lead_row.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;

const ImportOptions kOptions{.country = "RU"};

std::vector<std::string> FieldsOf(const std::vector<std::string>& titles,
                                  const ImportOptions& options = kOptions) {
  std::vector<std::string> fields;
  for (const Column& column : *MapColumns(titles, options)) fields.push_back(column.field.value_or("-"));
  return fields;
}

Columns ColumnsOf(const std::vector<std::pair<std::string, std::string>>& columns) {
  Columns out;
  for (const auto& [title, field] : columns) out.push_back({title, field});
  return out;
}

TEST(ColumnTitle, IsKnownWhateverStandsAroundTheWord) {
  for (const char* title : {"Телефон",
                            "Телефон клиента",
                            "Моб. телефон",
                            "Мобильный",
                            "Сотовый тел.",
                            "Контактный телефон",
                            "Телефон 1",
                            "Тел.",
                            "Номер",
                            "Номер телефона",
                            "Рабочий телефон",
                            "MSISDN",
                            "msisdn",
                            "Phone",
                            "phone_number",
                            "Phone 2",
                            "Mobile",
                            "Cell phone",
                            "Customer phone",
                            "Home Phone",
                            "Tel",
                            "WhatsApp",
                            "Telefon",
                            "Telefonnummer",
                            "Mobiltelefon",
                            "Handy",
                            "Handynummer",
                            "Rufnummer",
                            "Festnetz",
                            "Telefon (privat)"}) {
    EXPECT_EQ(FieldOfTitle(title), "phone") << title;
  }
  for (const char* title : {"Имя",
                            "ФИО",
                            "Ф.И.О.",
                            "Имя клиента",
                            "ФИО клиента",
                            "Фамилия",
                            "Отчество",
                            "Клиент",
                            "Контактное лицо",
                            "Фамилия Имя Отчество",
                            "Name",
                            "Client name",
                            "client_name",
                            "Full Name",
                            "First name",
                            "Customer",
                            "Contact name",
                            "Vorname",
                            "Nachname",
                            "Kunde",
                            "Ansprechpartner"}) {
    EXPECT_EQ(FieldOfTitle(title), "client_name") << title;
  }
  for (const char* title : {"E-mail", "Email", "e-mail клиента", "Почта", "Эл. почта", "Электронная почта",
                            "Адрес эл. почты", "E-Mail-Adresse", "Customer email"}) {
    EXPECT_EQ(FieldOfTitle(title), "email") << title;
  }
  EXPECT_EQ(FieldOfTitle("Статус лида"), "status");
  EXPECT_EQ(FieldOfTitle("Источник"), "source");
  EXPECT_EQ(FieldOfTitle("Quelle"), "source");
  EXPECT_EQ(FieldOfTitle("Часовой пояс"), "timezone");
  EXPECT_EQ(FieldOfTitle("Zeitzone"), "timezone");
  EXPECT_EQ(FieldOfTitle("Регион"), "region");
  EXPECT_EQ(FieldOfTitle("Bundesland"), "region");
}

TEST(ColumnTitle, OfSomethingElseIsNotTaken) {
  for (const char* title : {"",
                            "Тип телефона",
                            "Модель телефона",
                            "Оператор телефона",
                            "Phone type",
                            "Phone carrier",
                            "Факс",
                            "Fax",
                            "Доб. телефон",
                            "Номер договора",
                            "Номер клиента",
                            "Company name",
                            "Название",
                            "Username",
                            "Файл",
                            "Телевизор",
                            "Почтовый индекс",
                            "Call status",
                            "Город",
                            "Hotel",
                            "Комментарий",
                            "№"}) {
    EXPECT_EQ(FieldOfTitle(title), std::nullopt) << title;
  }
}

TEST(ColumnMapping, KnowsWhatPeopleCallColumns) {
  EXPECT_THAT(FieldsOf({"Ф.И.О.", "Номер телефона", "E-mail", "Часовой пояс", "Город"}),
              ElementsAre("client_name", "phone", "email", "timezone", "fields.Город"));
  EXPECT_THAT(FieldsOf({"Телефон", "Мобильный", "E-mail", "E-mail 2"}),
              ElementsAre("phone", "phone", "email", "fields.E-mail 2"));
}

TEST(ColumnMapping, LeavesOutWhatOurOwnExportSaysBesides) {
  EXPECT_THAT(FieldsOf({"id", "name", "phone", "email", "status", "assigned_seller", "assigned_seller_name",
                        "source", "region", "timezone", "last_call_at", "created_at", "updated_at", "city"}),
              ElementsAre("-", "client_name", "phone", "email", "status", "-", "-", "source", "region",
                          "timezone", "-", "-", "-", "fields.city"));
}

TEST(ColumnMapping, IsWhatWasAskedFor) {
  ImportOptions options = kOptions;
  options.mapping = {{"A", "phone"}, {"Телефон", std::nullopt}};
  EXPECT_THAT(FieldsOf({"A", "Телефон"}, options), ElementsAre("phone", "-"));
  options.mapping = {{"A", "telephone"}};
  EXPECT_THAT(MapColumns({"A"}, options).error(), HasSubstr("\"telephone\" is no field"));
  options.mapping = {{"A", "email"}, {"B", "email"}};
  EXPECT_THAT(MapColumns({"A", "B"}, options).error(), HasSubstr("two columns"));
  options.mapping = {{"Z", "phone"}};
  EXPECT_THAT(MapColumns({"A"}, options).error(), HasSubstr("no column \"Z\""));
  EXPECT_THAT(MapColumns({"A"}, kOptions).error(), HasSubstr("no column is mapped to phone"));
  EXPECT_TRUE(MapColumns({"A"}, kOptions, PhoneColumn::kMayBeMappedLater));
}

TEST(LeadRow, SaysWhyItIsNone) {
  const Columns columns = ColumnsOf({{"A", "phone"}, {"B", "email"}, {"C", "status"}});
  EXPECT_THAT(ReadLeadRow({""}, columns, kOptions).error(), HasSubstr("phone: is missing"));
  EXPECT_THAT(ReadLeadRow({"12"}, columns, kOptions).error(), HasSubstr("phone:"));
  EXPECT_THAT(ReadLeadRow({"+7999123456O"}, columns, kOptions).error(),
              HasSubstr("phone: holds \"O\" (U+004F)"));
  EXPECT_THAT(ReadLeadRow({"+79991234567", "", "", "x"}, columns, kOptions).error(), HasSubstr("4 cells"));
  EXPECT_EQ(ReadLeadRow({" 8 999 123 45 67 "}, columns, kOptions)->lead.client_name, "+79991234567");
  EXPECT_EQ(ReadLeadRow({"+79991234567", "", "Не звонить"}, columns, kOptions)->lead.status,
            LeadStatus::kDoNotCall);
}

TEST(LeadRow, MayEndWithADelimiter) {
  const Columns columns = ColumnsOf({{"A", "phone"}});
  EXPECT_TRUE(ReadLeadRow({"+79991234567", "", " "}, columns, kOptions));
}

TEST(LeadRow, TakesTheFirstNumberThatIsFilledAndKeepsTheOthers) {
  const Columns columns = ColumnsOf({{"Телефон", "phone"}, {"Мобильный", "phone"}});
  const auto second = ReadLeadRow({"", "+79991234567"}, columns, kOptions);
  EXPECT_EQ(second->lead.phone, "+79991234567");
  EXPECT_EQ(second->lead.fields, Fields());
  const auto two = ReadLeadRow({"8 495 123-45-67, 8 495 123-45-68", "8 999 123-45-67"}, columns, kOptions);
  EXPECT_EQ(two->lead.phone, "+74951234567");
  EXPECT_EQ(two->lead.fields, (Fields{{"Телефон 2", "+74951234568"}, {"Мобильный", "+79991234567"}}));
  const auto unclear = ReadLeadRow({"уточнить", "+79991234567"}, columns, kOptions);
  EXPECT_EQ(unclear->lead.phone, "+79991234567");
  EXPECT_EQ(unclear->lead.fields, (Fields{{"Телефон", "уточнить"}}));
  EXPECT_EQ(ReadLeadRow({"+74951234567;ext=12"}, columns, kOptions)->lead.fields,
            (Fields{{"Телефон ext", "12"}}));
}

TEST(LeadRow, WithAnAddressThatIsNoneIsStillACustomer) {
  const Columns columns = ColumnsOf({{"Тел", "phone"}, {"Почта", "email"}});
  const auto row = ReadLeadRow({"+79991234567", "boris@"}, columns, kOptions);
  ASSERT_TRUE(row) << row.error();
  EXPECT_EQ(row->lead.email, std::nullopt);
  EXPECT_EQ(row->lead.fields, (Fields{{"Почта", "boris@"}}));
  EXPECT_THAT(row->warnings, ElementsAre(HasSubstr("email: ")));
}

TEST(LeadRow, LosesOnlyTheValuesThatCannotBeTaken) {
  const std::string name(kMaxName + 1, 'n'), source(kMaxSource + 1, 's'), region(kMaxRegion + 1, 'r');
  const Columns columns = ColumnsOf({{"Тел", "phone"},
                                     {"Имя", "client_name"},
                                     {"Пояс", "timezone"},
                                     {"Откуда", "source"},
                                     {"Область", "region"}});
  const auto row = ReadLeadRow({"+79991234567", name, "Mars/Olympus", source, region}, columns, kOptions);
  ASSERT_TRUE(row) << row.error();
  EXPECT_EQ(row->lead.client_name, "+79991234567");
  EXPECT_EQ(row->lead.timezone, std::nullopt);
  EXPECT_EQ(row->lead.source, kOptions.source);
  EXPECT_EQ(row->lead.fields,
            (Fields{{"Имя", name}, {"Пояс", "Mars/Olympus"}, {"Откуда", source}, {"Область", region}}));
  EXPECT_THAT(row->warnings, ElementsAre(HasSubstr("client_name: "), HasSubstr("timezone: "),
                                         HasSubstr("source: "), HasSubstr("region: ")));
}

TEST(LeadRow, IsRefusedForAStatusThatNobodyKnows) {
  const Columns columns = ColumnsOf({{"A", "phone"}, {"C", "status"}});
  for (const char* status : {"sold", "opt-out", "просил не беспокоить"}) {
    const auto row = ReadLeadRow({"+79991234567", status}, columns, kOptions);
    ASSERT_FALSE(row) << status << " may mean that nobody calls";
    EXPECT_THAT(row.error(), HasSubstr("status: wants "));
  }
}

TEST(LeadRow, CutsWhatIsTooLongAndLeavesOutWhatIsTooMuch) {
  Columns columns = ColumnsOf({{"Тел", "phone"}, {"Заметка", "fields.note"}});
  std::string long_text;
  for (std::size_t i = 0; i <= kMaxFieldValue; ++i) long_text += "ж";
  std::vector<std::string> cells{"+79991234567", long_text};
  for (std::size_t i = 0; i < kMaxFields; ++i) {
    columns.push_back({fmt::format("c{}", i), fmt::format("fields.c{}", i)});
    cells.emplace_back("x");
  }
  const auto row = ReadLeadRow(cells, columns, kOptions);
  ASSERT_TRUE(row) << row.error();
  EXPECT_EQ(row->lead.fields.at("note"), long_text.substr(0, 2 * kMaxFieldValue));
  EXPECT_EQ(row->lead.fields.size(), kMaxFields);
  EXPECT_THAT(row->warnings, ElementsAre("fields.note: is cut to 1000 characters",
                                         "fields.c49: is beyond the 50 further columns"));
}

TEST(LeadRow, DoesWithoutTextThatNoDatabaseKeeps) {
  using std::string_literals::operator""s;
  const Columns columns = ColumnsOf({{"Тел", "phone"}, {"Город", "fields.city"}});
  const auto row = ReadLeadRow({"+79991234567", "Ом\0ск"s}, columns, kOptions);
  ASSERT_TRUE(row) << row.error();
  EXPECT_EQ(row->lead.fields, Fields());
  EXPECT_THAT(row->warnings, ElementsAre("fields.city: holds the character NUL"));
  EXPECT_EQ(ReadLeadRow({"+7\0"s}, columns, kOptions).error(), "phone: holds the character NUL");
}

TEST(LeadRow, IsComposed) {
  const Columns columns = ColumnsOf({{"Тел", "phone"}, {"Имя", "client_name"}, {"Город", "fields.Город"}});
  const auto row = ReadLeadRow({"+79991234567", "\u00A0Андреи\u0306", "Ю\u0308"}, columns, kOptions);
  EXPECT_EQ(row->lead.client_name, "Андрей");
}

const Lead kKnown{.client_name = "Иван",
                  .phone = "+79991234567",
                  .email = "a@example.com",
                  .status = LeadStatus::kDoNotCall,
                  .source = "выставка",
                  .timezone = "Asia/Omsk",
                  .region = "Сибирь, вторая группа",
                  .fields = {{"vip", "да"}}};

TEST(LeadRow, ChangesOnlyWhatItHas) {
  const auto row =
      ReadLeadRow({"+79991234567", "Омск"}, ColumnsOf({{"A", "phone"}, {"B", "fields.city"}}), kOptions);
  Lead expected = kKnown;
  expected.fields["city"] = "Омск";
  EXPECT_EQ(WithRow(kKnown, *row), expected);
}

// An empty cell says nothing, and what a new lead has by default is nothing that the file says.
TEST(LeadRow, LeavesWhatItsCellsDoNotSay) {
  ImportOptions options = kOptions;
  options.status = LeadStatus::kNew;
  options.source = "весна";
  const Columns all = ColumnsOf({{"A", "phone"},
                                 {"B", "client_name"},
                                 {"C", "email"},
                                 {"D", "status"},
                                 {"E", "source"},
                                 {"F", "timezone"},
                                 {"G", "region"},
                                 {"H", "fields.vip"}});
  const auto row = ReadLeadRow({"+79991234567", "", " ", "", "", "", "\u00A0", ""}, all, options);
  EXPECT_EQ(WithRow(kKnown, *row), kKnown);
}

TEST(LeadRow, ChangesWhatItsCellsSay) {
  const Columns columns = ColumnsOf({{"A", "phone"}, {"D", "status"}, {"G", "region"}, {"E", "source"}});
  const auto row = ReadLeadRow({"+79991234567", "new", "Урал", "сайт"}, columns, kOptions);
  const Lead after = WithRow(kKnown, *row);
  EXPECT_EQ(after.status, LeadStatus::kDoNotCall) << "a list does not take back what a person asked for";
  Lead contacted = kKnown;
  contacted.status = LeadStatus::kContacted;
  EXPECT_EQ(WithRow(contacted, *row).status, LeadStatus::kNew);
  EXPECT_EQ(after.region, "Урал");
  EXPECT_EQ(after.source, "сайт");
}
}  // namespace
}  // namespace vss::crm
