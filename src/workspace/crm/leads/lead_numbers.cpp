#include "workspace/crm/leads/lead_numbers.hpp"

#include <algorithm>
#include <optional>

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

// A cell may hold several: "+7 999 123-45-67, 8 (495) 123-45-67".
void AddEach(std::set<std::string>& numbers, std::string_view text, std::string_view country) {
  constexpr std::string_view kBetween = ",;/|\n";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(kBetween), text.size());
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (const auto number = ParsePhone(piece, country)) numbers.insert(number->e164);
  }
}
}  // namespace

std::set<std::string> NumbersOf(const Lead& lead) {
  std::set<std::string> numbers{lead.phone};
  std::optional<std::string> country;
  for (const auto& [name, value] : lead.fields) {
    if (!IsTelephoneColumn(name) && !value.starts_with('+')) continue;
    if (!country) {
      const auto own = ParsePhone(lead.phone, "");
      country = own ? own->region : std::string();
    }
    AddEach(numbers, value, *country);
  }
  return numbers;
}
}  // namespace vss::crm
