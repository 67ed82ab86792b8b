#include "demo/demo_people.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/phone_number.hpp"

namespace vss::demo {
namespace {
TEST(DemoPeople, AreNoTwoAlike) {
  std::set<std::string> names, phones, emails;
  for (int i = 0; i < kPeople; ++i) {
    const Person person = PersonOf(i);
    names.insert(person.name);
    phones.insert(person.phone);
    emails.insert(person.email);
    EXPECT_EQ(PersonOf(i).name, person.name);
  }
  EXPECT_EQ(phones.size(), static_cast<std::size_t>(kPeople));
  EXPECT_EQ(emails.size(), static_cast<std::size_t>(kPeople));
  EXPECT_GT(names.size(), 200U);
}

TEST(DemoPeople, SitAtDesksUnderNamesOfTheirOwn) {
  std::set<std::string> names;
  for (int i = 0; i < kSeats; ++i) names.insert(SeatOf(i));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(kSeats));
  EXPECT_EQ(SeatOf(0), "demo_anna_ivanova");
}

TEST(DemoPeople, HaveNumbersOfTheTestExchangesTownOfEveryKind) {
  std::set<char> last_digits;
  for (int i = 0; i < kPeople; ++i) {
    const std::string phone = PersonOf(i).phone;
    EXPECT_TRUE(phone.starts_with("+7999001")) << phone;
    EXPECT_TRUE(ParsePhone(phone, "")) << phone;
    last_digits.insert(phone.back());
  }
  EXPECT_EQ(last_digits.size(), 10U);
}

TEST(DemoPeople, HaveAddressesThatReachNobody) {
  for (int i = 0; i < kPeople; ++i) EXPECT_TRUE(PersonOf(i).email.ends_with("@example.com"));
}

TEST(DemoPeople, AreWrittenAboutInTheirLanguage) {
  for (unsigned i = 0; i < 60; ++i) {
    for (const char c : NoteOf("Sophie Morgan", i)) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
    EXPECT_GE(static_cast<unsigned char>(NoteOf("Анна Иванова", i).front()), 0x80);
  }
}

TEST(DemoPeople, HaveRussianSurnamesThatAgree) {
  for (int i = 0; i < kPeople; ++i) {
    const std::string name = PersonOf(i).name;
    const bool woman = name.starts_with("Анна ") || name.starts_with("Ольга ");
    if (woman) EXPECT_TRUE(name.ends_with("ова") || name.ends_with("ева") || name.ends_with("ёва")) << name;
    if (name.starts_with("Иван ")) EXPECT_TRUE(name.ends_with("в")) << name;
  }
}
}  // namespace
}  // namespace vss::demo
