#include "workspace/crm/import/column_titles.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "base/unicode.hpp"

namespace vss::crm {
namespace {
using Words = std::span<const std::string_view>;

// Anywhere in a word: телефона, Telefonnummer, homephone.
constexpr std::string_view kPhoneParts[] = {"телефон",   "мобильн",  "сотов",    "phone",
                                            "telefon",   "mobil",    "msisdn",   "handy",
                                            "rufnummer", "festnetz", "cellular", "whatsapp"};
constexpr std::string_view kPhoneWords[] = {"тел", "моб", "сот", "tel", "mob", "cell", "gsm", "fon"};
// What is said of a telephone and is no number to call: Тип телефона, Phone model.
constexpr std::string_view kOfPhones[] = {
    "тип",        "модель", "код",     "оператор",   "дата",    "время",    "комментарий",
    "примечание", "статус", "доб",     "добавочный", "факс",    "наличие",  "type",
    "model",      "code",   "carrier", "operator",   "date",    "time",     "comment",
    "note",       "status", "ext",     "extension",  "fax",     "verified", "valid",
    "typ",        "modell", "vorwahl", "datum",      "uhrzeit", "anbieter"};
constexpr std::string_view kEmailWords[] = {"mail", "email", "почта", "почты", "имейл", "емейл"};
constexpr std::string_view kNameWords[] = {"имя",     "фио",     "фамилия",  "отчество",   "name",
                                           "surname", "vorname", "nachname", "kundenname", "ansprechpartner"};
// Whose value it is; alone, the person's name.
constexpr std::string_view kPersons[] = {"клиент", "клиента", "контакт", "контакта", "контактное", "лицо",
                                         "лид",    "лида",    "client",  "customer", "contact",    "person",
                                         "lead",   "kunde",   "kunden",  "kontakt"};
constexpr std::string_view kKindsOfName[] = {"полное", "full", "first", "last", "middle", "given", "family"};
constexpr std::string_view kStatusWords[] = {"status", "статус"};
constexpr std::string_view kSourceWords[] = {"source", "источник", "quelle", "herkunft"};
constexpr std::string_view kTimeZones[] = {"timezone", "zeitzone", "часовойпояс", "таймзона", "tz"};
constexpr std::string_view kRegionWords[] = {"region", "регион", "bundesland"};

bool IsAmong(std::string_view word, Words words) { return std::ranges::find(words, word) != words.end(); }

/// The words of a title, and all of them as one: "e mail" and "часовой пояс" are written either way.
struct Title {
  std::vector<std::string> words;
  std::string joined;

  bool HasAny(Words of) const {
    return std::ranges::any_of(words, [&](const std::string& word) { return IsAmong(word, of); });
  }
  bool HasOnly(std::initializer_list<Words> of) const {
    return std::ranges::all_of(words, [&](const std::string& word) {
      return std::ranges::any_of(of, [&](Words list) { return IsAmong(word, list); });
    });
  }
};

Title ReadTitle(std::string_view text) {
  Title title{.words = FoldedWords(text), .joined = {}};
  for (const std::string& word : title.words) title.joined += word;
  return title;
}

bool IsPhoneTitle(const Title& title) {
  if (title.HasAny(kOfPhones)) return false;
  const bool has_part = std::ranges::any_of(
      kPhoneParts, [&](std::string_view part) { return title.joined.find(part) != std::string::npos; });
  return has_part || title.HasAny(kPhoneWords) || title.joined == "номер";
}

bool IsNameTitle(const Title& title) {
  if (title.joined == "фио") return true;
  return title.HasOnly({kNameWords, kPersons, kKindsOfName}) && title.HasAny(kNameWords);
}
}  // namespace

std::optional<std::string_view> FieldOfTitle(std::string_view text) {
  const Title title = ReadTitle(text);
  if (title.words.empty()) return std::nullopt;
  if (title.HasAny(kEmailWords) || title.joined.contains("email")) return "email";
  if (IsPhoneTitle(title)) return "phone";
  if (IsNameTitle(title) || title.HasOnly({kPersons})) return "client_name";
  if (title.HasOnly({kStatusWords, kPersons})) return "status";
  if (title.HasOnly({kSourceWords, kPersons})) return "source";
  if (title.HasOnly({kRegionWords, kPersons})) return "region";
  if (IsAmong(title.joined, kTimeZones)) return "timezone";
  return std::nullopt;
}
}  // namespace vss::crm
