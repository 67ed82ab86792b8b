#include "workspace/crm/search_query.hpp"

#include <algorithm>

#include "base/phone_number.hpp"
#include "base/unicode.hpp"

namespace vss::crm {
namespace {
constexpr std::size_t kTail = 4;
constexpr std::size_t kMaxWords = 8;
constexpr std::size_t kMinDigits = 3;
using Match = SearchTerm::Match;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string DigitsOf(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), IsDigit);
  return digits;
}

bool IsPieceOfNumber(std::string_view text) {
  const auto allowed = [](char c) { return IsDigit(c) || std::string_view("+ -().").contains(c); };
  return std::ranges::all_of(text, allowed) &&
         static_cast<std::size_t>(std::ranges::count_if(text, IsDigit)) >= kMinDigits;
}

// What begins with one letter is a large part of all rows, and nobody looks for that: an initial is a word of
// its own.
bool IsOneLetter(std::string_view word) {
  return std::ranges::count_if(word, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }) ==
         1;
}

void Add(std::vector<std::string>& words, std::string word) {
  if (!word.empty() && std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
}

void AddPhone(std::vector<std::string>& words, const std::string& phone) {
  const std::string digits = DigitsOf(phone);
  const std::size_t code = CountryCodeLength(phone);
  Add(words, digits);
  if (code > 0 && code < digits.size()) Add(words, digits.substr(code));
  if (digits.size() >= kTail) Add(words, "t" + digits.substr(digits.size() - kTail));
}

SearchQuery ParseNumber(const std::string& text, std::string_view country) {
  const std::string digits = DigitsOf(text);
  SearchQuery query{.groups = {{}}};
  auto& any = query.groups.front();
  const auto add = [&](std::string word) {
    if (word.size() < kMinDigits) return;
    query.contains.push_back(word);
    any.push_back({std::move(word), Match::kBeginning});
  };
  add(digits);
  // The trunk prefix (8 in Russia, 0 in Germany) is dialled, and is no part of the number.
  if (!text.starts_with('+') && digits.size() > kMinDigits && (digits[0] == '8' || digits[0] == '0'))
    add(digits.substr(1));
  if (const auto whole = ParsePhone(text, country); whole && DigitsOf(whole->e164) != digits)
    add(DigitsOf(whole->e164));
  // The index has the last four; of three, the one before them is any.
  for (char before = '0'; digits.size() == kTail - 1 && !text.starts_with('+') && before <= '9'; ++before)
    any.push_back({std::string("t") + before + digits, Match::kWhole});
  if (digits.size() >= kTail) any.push_back({"t" + digits.substr(digits.size() - kTail), Match::kWhole});
  return query;
}
}  // namespace

std::string SearchTextOf(std::string_view name, std::string_view more,
                         const std::optional<std::string>& email, const std::set<std::string>& phones) {
  std::vector<std::string> words;
  const std::string_view address = email ? std::string_view(*email) : std::string_view();
  for (const std::string_view text : {name, more, address}) {
    for (std::string& word : FoldedWords(text)) Add(words, std::move(word));
  }
  for (const std::string& phone : phones) AddPhone(words, phone);
  return fmt::format("{}", fmt::join(words, " "));
}

SearchQuery ParseSearch(std::string_view text, std::string_view country) {
  const std::size_t from = text.find_first_not_of(' ');
  if (from == std::string_view::npos) return {};
  const std::string trimmed(text.substr(from, text.find_last_not_of(' ') + 1 - from));
  if (IsPieceOfNumber(trimmed)) return ParseNumber(trimmed, country);
  SearchQuery query;
  std::vector<std::string> words;
  for (std::string& word : FoldedWords(trimmed)) Add(words, std::move(word));
  if (words.size() > kMaxWords) words.resize(kMaxWords);
  for (std::string& word : words) {
    const Match match = IsOneLetter(word) ? Match::kWhole : Match::kBeginning;
    query.groups.push_back({{std::move(word), match}});
  }
  return query;
}
}  // namespace vss::crm
