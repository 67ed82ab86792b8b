#include "workspace/crm/leads/lead_numbers.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/phone_number.hpp"
#include "base/unicode.hpp"

namespace vss::crm {
namespace {
// Beginnings of folded words: phone_2, Telefon, Mobile, Моб. тел., Сотовый. A contract's number would be read
// as a stranger's telephone, so that "number" and "номер" are not among them.
constexpr std::string_view kTelephoneWords[] = {"phone", "tel", "mob", "cell", "handy",  "msisdn", "whatsapp",
                                                "viber", "тел", "моб", "сот",  "вотсап", "вайбер"};

bool IsTelephoneColumn(std::string_view name) {
  return std::ranges::any_of(FoldedWords(name), [](const std::string& word) {
    return std::ranges::any_of(kTelephoneWords,
                               [&](std::string_view beginning) { return word.starts_with(beginning); });
  });
}

constexpr std::string_view kBetween = ",;/|\n";

// A cell may hold several: "+7 999 123-45-67, 8 (495) 123-45-67".
void AddEach(std::set<std::string>& numbers, std::string_view text, std::string_view country) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(kBetween), text.size());
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (const auto number = ParsePhone(piece, country)) numbers.insert(number->e164);
  }
}

std::string CountryOf(const Lead& lead) {
  const auto own = ParsePhone(lead.phone, "");
  return own ? own->region : std::string();
}

bool MayHoldNumbers(std::string_view name, std::string_view value) {
  return IsTelephoneColumn(name) || value.starts_with('+');
}

// What is left of a cell without the number.
std::string Without(std::string_view text, const std::string& phone, std::string_view country) {
  std::string left;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(kBetween), text.size());
    const std::string_view piece = text.substr(0, end);
    const auto number = ParsePhone(piece, country);
    if (!number || number->e164 != phone) left += text.substr(0, std::min(end + 1, text.size()));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  while (!left.empty() && (left.back() == ' ' || kBetween.contains(left.back()))) left.pop_back();
  return left;
}

// phone_2: _2.
std::string_view CountOf(std::string_view name) {
  const std::size_t digits = name.find_last_not_of("0123456789");
  return digits != std::string_view::npos && name[digits] == '_' && digits + 1 < name.size()
             ? name.substr(digits)
             : std::string_view();
}
}  // namespace

std::set<std::string> NumbersOf(const Lead& lead) {
  std::set<std::string> numbers{lead.phone};
  std::optional<std::string> country;
  for (const auto& [name, value] : lead.fields) {
    if (!MayHoldNumbers(name, value)) continue;
    if (!country) country = CountryOf(lead);
    AddEach(numbers, value, *country);
  }
  return numbers;
}

bool TakeNumberOut(Lead& lead, const std::string& phone) {
  const std::string country = CountryOf(lead);
  std::vector<std::string> gone;
  bool changed = false;
  for (auto& [name, value] : lead.fields) {
    std::set<std::string> numbers;
    if (MayHoldNumbers(name, value)) AddEach(numbers, value, country);
    if (!numbers.contains(phone)) continue;
    changed = true;
    value = Without(value, phone, country);
    if (!value.empty()) continue;
    gone.push_back(name);
    if (const std::string_view count = CountOf(name); !count.empty()) {
      gone.push_back(fmt::format("name{}", count));
      gone.push_back(fmt::format("email{}", count));
    }
  }
  for (const std::string& name : gone) lead.fields.erase(name);
  return changed;
}
}  // namespace vss::crm
