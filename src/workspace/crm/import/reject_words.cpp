#include "workspace/crm/import/reject_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/csv.hpp"
#include "workspace/crm/import/reject_file.hpp"

namespace vss::crm {
namespace {
struct ReasonWords {
  std::string_view begins, contains, russian;
};

// The first that fits is it.
constexpr ReasonWords kReasonWords[] = {
    {"phone: is missing", "", "нет номера телефона"},
    {"phone: has a fraction", "", "номер сохранён как дробное число: задайте столбцу формат «Текстовый»"},
    {"phone: is a number as a spreadsheet", "",
     "таблица сократила номер: задайте столбцу формат «Текстовый»"},
    {"phone: has the extension", "", "неверный номер телефона: к нему приписан добавочный"},
    {"phone: is too short", "", "неверный номер телефона: слишком короткий"},
    {"phone: is too long", "", "неверный номер телефона: слишком длинный"},
    {"phone: has the wrong length", "", "неверный номер телефона: не та длина для номера этой страны"},
    {"phone: begins with no country code", "", "неверный номер телефона: нет такого кода страны"},
    {"phone: ", "", "неверный номер телефона"},
    {"client_name: ", "", "имя слишком длинное или содержит непечатаемые знаки"},
    {"email: ", "", "неверный адрес e-mail"},
    {"status: ", "", "неизвестный статус"},
    {"source: ", "", "источник длиннее 64 знаков"},
    {"region: ", "", "регион длиннее 64 знаков"},
    {"timezone: ", "", "неизвестный часовой пояс"},
    {"fields.", "", "своё поле длиннее 1000 знаков, или таких полей слишком много"},
    {"has more than ", "further columns", "своё поле длиннее 1000 знаков, или таких полей слишком много"},
    {"has ", "the header line has", "в строке больше ячеек, чем в заголовке"},
    {"the line ", "too many columns", "в строке больше ячеек, чем в заголовке"},
    {"the line is longer than", "bytes", "строка длиннее 65536 байт"},
    {"the line ", "quot", "в строке не закрыты кавычки"},
    {"holds letters that are not", "", "строка не в кодировке файла"},
    {kRejectsAreFull, "", "файл отклонённых строк заполнен; следующих строк в нём нет"},
};

// "c" (U+0063), or the code point alone.
std::optional<std::string_view> CharacterIn(std::string_view reason) {
  const std::size_t point = reason.find("U+");
  if (point == std::string_view::npos) return std::nullopt;
  std::size_t begin = point, end = reason.find_first_not_of("0123456789ABCDEF", point + 2);
  if (end == std::string_view::npos) end = reason.size();
  const std::size_t quote = reason.find('"');
  const bool named = quote < point && end < reason.size() && reason[end] == ')';
  if (named) {
    begin = quote;
    ++end;
  }
  return reason.substr(begin, end - begin);
}

std::string Unquoted(std::string_view cell) {
  if (!cell.starts_with('"')) return std::string(cell);
  std::string text;
  bool second = false;
  for (const char c : cell.substr(1)) {
    second = c == '"' && !second;
    if (!second) text += c;
  }
  return text;
}
}  // namespace

std::string RejectReasonInRussian(std::string_view reason) {
  const auto* const known = std::ranges::find_if(kReasonWords, [&](const ReasonWords& words) {
    return reason.starts_with(words.begins) && reason.contains(words.contains);
  });
  std::string text(known == std::end(kReasonWords) ? "строку не удалось прочитать" : known->russian);
  if (const auto character = CharacterIn(reason)) text += fmt::format("; недопустимый знак: {}", *character);
  return text;
}

void RejectTranslator::EndCell(std::string& out) {
  const auto column = static_cast<std::size_t>(column_);
  if (header_) {
    out += kRussianRejectTitles.at(column);
  } else {
    out += column == 0 ? cell_ : CsvCell(RejectReasonInRussian(Unquoted(cell_)));
  }
  cell_.clear();
}

std::string RejectTranslator::Next(std::string_view csv) {
  std::string out;
  out.reserve(2 * csv.size());
  for (const char c : csv) {
    if (c == '"') quoted_ = !quoted_;
    const bool ends = !quoted_ && (c == ',' || c == '\r' || c == '\n');
    if (column_ < kRejectColumns && !ends) {
      cell_ += c;
      continue;
    }
    if (column_ < kRejectColumns && c != '\n') EndCell(out);
    out += c;
    if (!ends) continue;
    column_ = c == ',' ? column_ + 1 : c == '\r' ? static_cast<int>(kRejectColumns) : 0;
    if (c == '\n') header_ = false;
  }
  return out;
}
}  // namespace vss::crm
