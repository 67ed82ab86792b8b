#include "base/phone_number.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vss {
namespace {
using testing::HasSubstr;

TEST(PhoneNumber, IsReadWithItsRegionAndType) {
  const auto number = ParsePhone("+79991234567", "RU");
  ASSERT_TRUE(number);
  EXPECT_EQ(number->e164, "+79991234567");
  EXPECT_EQ(number->region, "RU");
  EXPECT_EQ(number->type, PhoneType::kMobile);
}

TEST(PhoneNumber, WithoutPlusIsOneOfTheCountry) {
  EXPECT_EQ(ParsePhone("8 (999) 123-45-67", "RU")->e164, "+79991234567");
  EXPECT_EQ(ParsePhone("020 7946 0958", "GB")->e164, "+442079460958");
}

TEST(PhoneNumber, SharedCountryCodesAreToldApart) {
  EXPECT_EQ(ParsePhone("+77011234567", "RU")->region, "KZ");
  EXPECT_EQ(ParsePhone("+18765551234", "US")->region, "JM");
}

TEST(PhoneNumber, KnowsWhatCostsMore) {
  EXPECT_EQ(ParsePhone("+78091234567", "RU")->type, PhoneType::kPremiumRate);
  EXPECT_EQ(ParsePhone("+449012345678", "GB")->type, PhoneType::kPremiumRate);
  EXPECT_EQ(ParsePhone("+491805123456", "DE")->type, PhoneType::kSharedCost);
  EXPECT_EQ(ParsePhone("+78001234567", "RU")->type, PhoneType::kTollFree);
}

TEST(PhoneNumber, OfTheTestExchangeIsAMobileOfRussia) {
  for (int i = 1; i <= 16; ++i) {
    const auto number = ParsePhone("+7999000000" + std::to_string(i % 10), "RU");
    ASSERT_TRUE(number);
    EXPECT_EQ(number->region, "RU");
    EXPECT_EQ(number->type, PhoneType::kMobile);
  }
}

struct Spelling {
  const char *written, *country, *e164;  ///< e164: nothing when it must be refused
  const char* says = "";                 ///< of the refusal
};

// How one number comes out of browsers, telephones, word processors, spreadsheets and data tools.
constexpr Spelling kSpellings[] = {
    {"+7 (916) 123-45-67", "RU", "+79161234567"},
    {"8 916 123 45 67", "RU", "+79161234567"},
    {"8(916)1234567", "RU", "+79161234567"},
    {"9161234567", "RU", "+79161234567"},
    {"79161234567", "RU", "+79161234567"},
    {"8.916.123.45.67", "RU", "+79161234567"},
    {"8 (495) 123-45-00", "RU", "+74951234500"},
    {"8122345678", "RU", "+78122345678"},
    // A digit is missing: nobody else's number.
    {"8-916-123-45-6", "RU", nullptr, "wrong length"},
    {"8 (495) 123-45-6", "RU", nullptr, "wrong length"},
    {"7916123456", "RU", nullptr, "wrong length"},
    {"8 800 123 45 6", "RU", nullptr, "wrong length"},
    // What looks like a space, a dash, a digit.
    {"+7\u00A0916\u00A0123\u00A045\u00A067", "RU", "+79161234567"},
    {"8\u202F916\u202F1234567", "RU", "+79161234567"},
    {"+7\u2009916\u20031234567\u3000", "RU", "+79161234567"},
    {"+7\t916\t1234567", "RU", "+79161234567"},
    {"+7 (916) 123\u201145\u201167", "RU", "+79161234567"},
    {"+7 916 123\u201345\u201367", "RU", "+79161234567"},
    {"+7 916 123\u201445\u221267", "RU", "+79161234567"},
    {"\uFF0B\uFF17\uFF19\uFF11\uFF16\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16\uFF17", "RU", "+79161234567"},
    {"\uFF0B7\uFF08916\uFF09123\uFF0D4567", "RU", "+79161234567"},
    // What nobody sees.
    {"\u202A+7 916 1234567\u202C", "RU", "+79161234567"},
    {"\u2066+79161234567\u2069", "RU", "+79161234567"},
    {"\u200E+79161234567\u200F", "RU", "+79161234567"},
    {"+79161234567\u200B", "RU", "+79161234567"},
    {"\uFEFF+79161234567", "RU", "+79161234567"},
    {"+7916\u00AD1234567", "RU", "+79161234567"},
    {"+7916\u20601234567", "RU", "+79161234567"},
    // Words and marks around it.
    {"'+79161234567", "RU", "+79161234567"},
    {"\u2019+79161234567", "RU", "+79161234567"},
    {"тел. +7 916 123-45-67", "RU", "+79161234567"},
    {"Тел.: 8 (916) 123-45-67", "RU", "+79161234567"},
    {"моб.тел. 89161234567", "RU", "+79161234567"},
    {"т.89161234567", "RU", "+79161234567"},
    {"tel:+79161234567", "RU", "+79161234567"},
    {"tel:+7-916-123-45-67", "RU", "+79161234567"},
    {"Phone: +79161234567", "RU", "+79161234567"},
    {"Tel. 030 901820", "DE", "+4930901820"},
    // Germany: area codes with a slash, a (0) in the middle, extensions behind a hyphen.
    {"030 901820", "DE", "+4930901820"},
    {"030/901820", "DE", "+4930901820"},
    {"+49 (0)30 901820", "DE", "+4930901820"},
    {"+49 (0) 30 / 901820", "DE", "+4930901820"},
    {"0049 30 901820", "DE", "+4930901820"},
    {"49 30 901820", "DE", "+4930901820"},
    {"4930901820", "DE", "+4930901820"},
    {"030 9018-20", "DE", "+4930901820"},
    {"0151 23456789", "DE", "+4915123456789"},
    {"0 30 / 90 18 20", "DE", "+4930901820"},
    {"+49.30.901820", "DE", "+4930901820"},
    {"04821/12345", "DE", "+49482112345"},
    {"030 901820 / 22", "DE", nullptr},
    // A decimal point is no digit, and what stands behind it neither.
    {"+4930123456.0", "RU", nullptr, "fraction (.0)"},
    {"+43171234.0", "RU", nullptr, "fraction"},
    {"+3545551234.0", "RU", nullptr, "fraction"},
    {"79161234567.0", "RU", nullptr, "fraction"},
    {"79161234567,0", "RU", nullptr, "fraction (,0)"},
    {"79161234567.000000", "RU", nullptr, "fraction"},
    {"79 161 234 567,00", "RU", nullptr, "fraction"},
    {"30901820.0", "DE", nullptr, "fraction"},
    {"015123456789.0", "DE", nullptr, "fraction"},
    {"8.9161234567E+10", "RU", nullptr, "spreadsheet"},
    {"7,91612E+10", "RU", nullptr, "spreadsheet"},
    {"7.91612e10", "RU", nullptr, "spreadsheet"},
    // Nothing that only some telephones would take for a number.
    {"", "RU", nullptr},
    {"+", "RU", nullptr},
    {"\u200B", "RU", nullptr},
    {"тел.", "RU", nullptr},
    {"abc", "RU", nullptr, "\"a\" (U+0061)"},
    {"+7916123456О", "RU", nullptr, "\"О\" (U+041E)"},
    {"+7916123456l", "RU", nullptr, "\"l\" (U+006C)"},
    {"+7 916 123_45_67", "RU", nullptr, "\"_\" (U+005F)"},
    {"+7916\u00071234567", "RU", nullptr, "the character U+0007"},
    {"+٧٩١٦١٢٣٤٥٦٧", "RU", nullptr, "(U+0667)"},
    {"+7999", "RU", nullptr},
    {"+0123456789", "RU", nullptr},
    {"+7999123456789012345", "RU", nullptr},
    {"1800FLOWERS", "RU", nullptr, "\"F\""},
    {"+7999123456\n7", "RU", nullptr},
    {"79991234567+", "RU", nullptr},
    {"++79991234567", "RU", nullptr},
    {"+99912345678", "RU", nullptr},
    {"555-1234", "US", nullptr, "length"},
    {"sip:+79991234567@evil", "RU", nullptr, "\"s\""},
    {"+79991234567;phone-context=+1", "RU", nullptr, "\"p\""},
    // One number is wanted, and all of it is dialled.
    {"+7 999 123 45 67 ext 5", "RU", nullptr, "extension 5"},
    {"tel:+79161234567;ext=12", "RU", nullptr, "extension 12"},
    {"+79161234567, +79161234568", "RU", nullptr, "several"},
};

TEST(PhoneNumber, IsReadInEverySpellingOrRefusedWithTheReason) {
  for (const Spelling& spelling : kSpellings) {
    const auto number = ParsePhone(spelling.written, spelling.country);
    if (spelling.e164 != nullptr) {
      EXPECT_TRUE(number) << spelling.written << ": " << number.error();
      if (number) EXPECT_EQ(number->e164, spelling.e164) << spelling.written;
    } else {
      EXPECT_FALSE(number) << spelling.written << " became " << number->e164;
      if (!number) EXPECT_THAT(number.error(), HasSubstr(spelling.says)) << spelling.written;
    }
  }
}

struct Cell {
  const char *written, *country, *number, *extension;
  std::vector<std::string> others;
};

TEST(PhoneCell, TakesTheFirstNumberAndKeepsTheRest) {
  const Cell cells[] = {
      {"+79161234567, +79161234568", "RU", "+79161234567", "", {"+79161234568"}},
      {"8 916 123-45-67; 8 (495) 123-45-67", "RU", "+79161234567", "", {"+74951234567"}},
      {"89161234567/89161234568", "RU", "+79161234567", "", {"+79161234568"}},
      {"89161234567\n89161234568\n", "RU", "+79161234567", "", {"+79161234568"}},
      {"030 901820 / 0151 23456789", "DE", "+4930901820", "", {"+4915123456789"}},
      {"030/901820, 0151/23456789", "DE", "+4930901820", "", {"+4915123456789"}},
      {"tel:+79161234567;ext=12", "RU", "+79161234567", "12", {}},
      {"+7 495 123-45-67 доб. 123", "RU", "+74951234567", "123", {}},
      {"+7 495 123-45-67 (доб. 123)", "RU", "+74951234567", "123", {}},
      {"8 495 123-45-67 #12", "RU", "+74951234567", "12", {}},
      {"+1 212 555 2368 x 7", "US", "+12125552368", "7", {}},
  };
  for (const Cell& cell : cells) {
    const auto read = ParsePhoneCell(cell.written, cell.country);
    ASSERT_TRUE(read) << cell.written << ": " << read.error();
    EXPECT_EQ(read->number.e164, cell.number) << cell.written;
    EXPECT_EQ(read->extension, cell.extension) << cell.written;
    std::vector<std::string> others;
    for (const PhoneNumber& other : read->others) others.push_back(other.e164);
    EXPECT_EQ(others, cell.others) << cell.written;
  }
  EXPECT_FALSE(ParsePhoneCell("+79161234567, 12", "RU")) << "nobody knows what the 12 is";
}

TEST(PhoneNumber, KnowsEmergencyAndShortNumbers) {
  EXPECT_TRUE(IsEmergency("112", "RU"));
  EXPECT_TRUE(IsEmergency("\uFF11\uFF11\uFF12", "RU")) << "in full-width digits";
  EXPECT_TRUE(IsEmergency("tel:1\u200B12", "RU"));
  EXPECT_TRUE(IsEmergency("911", "US"));
  EXPECT_TRUE(IsEmergency("9116", "US"));
  EXPECT_FALSE(IsEmergency("+79991234567", "RU"));
  EXPECT_TRUE(IsShortNumber("112", "RU"));
  EXPECT_FALSE(IsShortNumber("89991234567", "RU"));
}
}  // namespace
}  // namespace vss
