#include "point/users/bulk_users.hpp"

#include <array>
#include <map>
#include <span>

#include "base/csv_reader.hpp"
#include "base/error.hpp"
#include "base/file_kind.hpp"
#include "base/text_encoding.hpp"
#include "base/unicode.hpp"
#include "base/utf16.hpp"
#include "point/passwords/password_policy.hpp"
#include "point/text_rules.hpp"

namespace vss::point {
namespace {
enum class Field { kUsername, kEmail, kRole, kPassword, kTeam };

struct Title {
  std::string_view folded;
  Field field;
};
constexpr std::array kTitles = {Title{"username", Field::kUsername},
                                Title{"user name", Field::kUsername},
                                Title{"login", Field::kUsername},
                                Title{"логин", Field::kUsername},
                                Title{"имя пользователя", Field::kUsername},
                                Title{"email", Field::kEmail},
                                Title{"e-mail", Field::kEmail},
                                Title{"почта", Field::kEmail},
                                Title{"role", Field::kRole},
                                Title{"роль", Field::kRole},
                                Title{"password", Field::kPassword},
                                Title{"пароль", Field::kPassword},
                                Title{"team", Field::kTeam},
                                Title{"команда", Field::kTeam}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kRoleWords = {
    {{"оператор", "operator"},
     {"продавец", "seller"},
     {"супервизор", "supervisor"},
     {"администратор", "admin"},
     {"админ", "admin"}}};

// As the import of leads reads files: in UTF-8, or in the code page whose words it holds.
std::string TextOf(std::string_view file) {
  if (const auto reason = WhyNoCsv(file)) throw InvalidField("file", *reason);
  if (const auto order = FindUtf16(file)) return Utf16Decoder(*order).Next(file);
  const auto encoding = DetectEncoding(file);
  auto text = encoding ? ToUtf8(file, *encoding) : std::nullopt;
  if (!text) throw InvalidField("file", "is no text in UTF-8 or Windows-1251; save it as CSV in UTF-8");
  return std::move(*text);
}

std::string Trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return std::string(text);
}

using Columns = std::map<Field, std::size_t>;

Columns ParseTitles(const CsvRow& header) {
  Columns columns;
  for (std::size_t column = 0; column < header.cells.size(); ++column) {
    const std::string folded = FoldedName(Trimmed(header.cells[column]));
    const auto title = std::ranges::find(kTitles, folded, &Title::folded);
    if (title == kTitles.end()) {
      throw InvalidField("file",
                         fmt::format("the column \"{}\" is none of username, email, role, password, team",
                                     CleanText(header.cells[column], 64)));
    }
    if (!columns.emplace(title->field, column).second)
      throw InvalidField("file", fmt::format("the column \"{}\" is there twice", folded));
  }
  if (!columns.contains(Field::kUsername)) throw InvalidField("file", "has no column username");
  return columns;
}

std::string CellOf(const CsvRow& row, const Columns& columns, Field field) {
  const auto column = columns.find(field);
  return column == columns.end() || column->second >= row.cells.size() ? std::string()
                                                                       : row.cells[column->second];
}

void CheckRow(BulkUser& row) {
  const CreateUser& user = row.user;
  if (!IsUsername(user.username)) row.problems["username"] = fmt::format("wants {}", kUsernameWants);
  if (user.email && !IsEmail(*user.email)) row.problems["email"] = fmt::format("wants {}", kEmailWants);
  if (user.role.empty()) row.problems["role"] = "is required";
  if (row.password_from == BulkUser::PasswordFrom::kMadeUp) return;
  if (const auto reason = RefusePassword(user.password, user.username)) row.problems["password"] = *reason;
}

BulkUser ParseRow(const CsvRow& row, const Columns& columns, const std::optional<std::string>& role) {
  BulkUser parsed{.line = row.line};
  parsed.user.username = Trimmed(CellOf(row, columns, Field::kUsername));
  if (std::string email = Trimmed(CellOf(row, columns, Field::kEmail)); !email.empty())
    parsed.user.email = std::move(email);
  parsed.user.role = Trimmed(CellOf(row, columns, Field::kRole));
  if (parsed.user.role.empty()) parsed.user.role = role.value_or("");
  parsed.team = Trimmed(CellOf(row, columns, Field::kTeam));
  std::string password = CellOf(row, columns, Field::kPassword);
  if (password.empty()) parsed.password_from = BulkUser::PasswordFrom::kMadeUp;
  parsed.user.password = Secret(std::move(password));
  CheckRow(parsed);
  if (row.cells.size() > columns.size()) parsed.problems["row"] = "has more cells than the header";
  return parsed;
}

void RefuseRepeated(std::vector<BulkUser>& rows) {
  std::map<std::string, std::size_t> lines;
  for (BulkUser& row : rows) {
    const auto [first, is_new] = lines.emplace(FoldedName(row.user.username), row.line);
    if (!is_new) row.problems["username"] = fmt::format("is in line {} already", first->second);
  }
}
}  // namespace

std::optional<std::string_view> RoleOfWord(std::string_view word) {
  const auto* const known =
      std::ranges::find(kRoleWords, FoldedName(word), &decltype(kRoleWords)::value_type::first);
  return known == kRoleWords.end() ? std::nullopt : std::optional(known->second);
}

BulkUsers ParseBulkUsers(std::string_view file, const std::optional<std::string>& role) {
  const std::string csv = TextOf(file);
  if (csv.contains('\0')) throw InvalidField("file", "must not contain a NUL character");
  const std::vector<CsvRow> rows = ReadCsv(csv);
  if (rows.size() < 2) throw InvalidField("file", "wants a header line and at least one user");
  if (rows.size() > kMaxBulkUsers + 1)
    throw InvalidField("file", fmt::format("wants at most {} users", kMaxBulkUsers));
  const Columns columns = ParseTitles(rows.front());
  BulkUsers users;
  for (const CsvRow& row : std::span(rows).subspan(1)) users.rows.push_back(ParseRow(row, columns, role));
  RefuseRepeated(users.rows);
  return users;
}
}  // namespace vss::point
