#include "point/users/bulk_users.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"

namespace vss::point {
namespace {
using PasswordFrom = BulkUser::PasswordFrom;

std::string WhyRefused(std::string_view csv) {
  try {
    ParseBulkUsers(csv, "operator");
  } catch (const Error& error) {
    return std::string(error.details().at("file").as_string());
  }
  return "";
}

TEST(BulkUsers, ReadsColumnsInAnyOrderAndLanguage) {
  const BulkUsers users = ParseBulkUsers(
      "\xEF\xBB\xBFРоль;Логин;E-mail;Пароль\r\nseller; anna ;anna@example.com;a long enough "
      "one\r\n;boris;;\r\n",
      "operator");
  ASSERT_EQ(users.rows.size(), 2U);
  const CreateUser& anna = users.rows[0].user;
  EXPECT_EQ(anna.username, "anna");
  EXPECT_EQ(anna.role, "seller");
  EXPECT_EQ(anna.email, "anna@example.com");
  EXPECT_EQ(anna.password.Reveal(), "a long enough one");
  EXPECT_EQ(users.rows[1].user.role, "operator");
  EXPECT_EQ(users.rows[1].user.email, std::nullopt);
  EXPECT_EQ(users.rows[1].password_from, PasswordFrom::kMadeUp);
  EXPECT_EQ(users.good(), 2);
}

TEST(BulkUsers, ReadsRussianTitlesAndRoles) {
  const BulkUsers users = ParseBulkUsers("Логин;Роль;Пароль;Команда\nanna;Оператор;;Север\n", std::nullopt);
  ASSERT_EQ(users.good(), 1);
  EXPECT_EQ(users.rows[0].team, "Север");
  EXPECT_EQ(RoleOfWord("Оператор"), "operator");
  EXPECT_EQ(RoleOfWord("продавец"), "seller");
  EXPECT_EQ(RoleOfWord("СУПЕРВИЗОР"), "supervisor");
  EXPECT_EQ(RoleOfWord("администратор"), "admin");
  EXPECT_EQ(RoleOfWord("кассир"), std::nullopt);
}

// Логин;Роль;Команда and anna;Оператор;Север, as a spreadsheet in Russia saves them.
TEST(BulkUsers, ReadsWindows1251) {
  const BulkUsers users = ParseBulkUsers(
      "\xCB\xEE\xE3\xE8\xED;\xD0\xEE\xEB\xFC;\xCA\xEE\xEC\xE0\xED\xE4\xE0\r\n"
      "anna;\xCE\xEF\xE5\xF0\xE0\xF2\xEE\xF0;\xD1\xE5\xE2\xE5\xF0\r\n",
      std::nullopt);
  ASSERT_EQ(users.good(), 1);
  EXPECT_EQ(users.rows[0].user.role, "Оператор");
  EXPECT_EQ(users.rows[0].team, "Север");
}

TEST(BulkUsers, NamesWhatIsWrongWithARowAndGoesOn) {
  const BulkUsers users = ParseBulkUsers(
      "username,email,role,password\nab,x,,short\nanna,,seller\nANNA,,seller,\ncarl,,seller,,5\n",
      std::nullopt);
  ASSERT_EQ(users.rows.size(), 4U);
  for (const char* field : {"username", "email", "role", "password"})
    EXPECT_TRUE(users.rows[0].problems.contains(field)) << field;
  EXPECT_TRUE(users.rows[1].problems.empty());
  EXPECT_EQ(users.rows[2].problems.at("username"), "is in line 3 already");
  EXPECT_TRUE(users.rows[3].problems.contains("row"));
  EXPECT_EQ(users.good(), 1);
}

TEST(BulkUsers, RefusesAFileThatCannotBeMeant) {
  EXPECT_THAT(WhyRefused(""), testing::HasSubstr("header"));
  EXPECT_THAT(WhyRefused("username\n"), testing::HasSubstr("at least one"));
  EXPECT_THAT(WhyRefused("email\na@example.com\n"), testing::HasSubstr("no column username"));
  EXPECT_THAT(WhyRefused("username,shoe size\nanna,38\n"), testing::HasSubstr("shoe size"));
  EXPECT_THAT(WhyRefused("login,username\nanna,anna\n"), testing::HasSubstr("twice"));
  EXPECT_THAT(WhyRefused("\xFF\xFEu"), testing::HasSubstr("header"));
  std::string many = "username\n";
  for (std::size_t i = 0; i <= kMaxBulkUsers; ++i) many += "user" + std::to_string(i) + "\n";
  EXPECT_THAT(WhyRefused(many), testing::HasSubstr("at most"));
}
}  // namespace
}  // namespace vss::point
