#include "base/code_page.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <span>

namespace vss {
namespace {
using Letters = std::bitset<256>;

constexpr std::size_t kWordsThatTell = 20'000;

Letters Of(std::string_view bytes) {
  Letters letters;
  for (const char c : bytes) letters.set(static_cast<unsigned char>(c));
  return letters;
}

// The letters beyond ASCII of each language, small and capital, as bytes of its code page.
std::span<const Letters> Western() {
  static const std::array kLanguages = {
      Of("\xE4\xF6\xFC\xDF\xC4\xD6\xDC\xE9\xC9"),  // German
      Of("\xE0\xE2\xE6\xE7\xE8\xE9\xEA\xEB\xEE\xEF\xF4\xF9\xFB\xFC\x9C\xC0\xC2\xC6\xC7\xC8\xC9\xCA\xCB\xCE"
         "\xCF\xD4\xD9\xDB\xDC\x8C"),                                  // French
      Of("\xE1\xE9\xED\xF3\xFA\xFC\xF1\xC1\xC9\xCD\xD3\xDA\xDC\xD1"),  // Spanish
      Of("\xE0\xE1\xE2\xE3\xE7\xE9\xEA\xED\xF3\xF4\xF5\xFA\xC0\xC1\xC2\xC3\xC7\xC9\xCA\xCD\xD3\xD4\xD5"
         "\xDA"),                                                                               // Portuguese
      Of("\xE0\xE8\xE9\xEC\xF2\xF9\xC0\xC8\xC9\xCC\xD2\xD9"),                                   // Italian
      Of("\xE5\xE4\xF6\xE6\xF8\xE9\xC5\xC4\xD6\xC6\xD8\xC9"),                                   // Nordic
      Of("\xE1\xE9\xED\xF3\xFA\xFD\xF0\xFE\xE6\xF6\xC1\xC9\xCD\xD3\xDA\xDD\xD0\xDE\xC6\xD6")};  // Icelandic
  return kLanguages;
}
std::span<const Letters> Central() {
  static const std::array kLanguages = {
      Of("\xB9\xE6\xEA\xB3\xF1\xF3\x9C\x9F\xBF\xA5\xC6\xCA\xA3\xD1\xD3\x8C\x8F\xAF"),  // Polish
      Of("\xE1\xE8\xEF\xE9\xEC\xED\xF2\xF3\xF8\x9A\x9D\xFA\xF9\xFD\x9E\xC1\xC8\xCF\xC9\xCC\xCD\xD2\xD3\xD8"
         "\x8A\x8D\xDA\xD9\xDD\x8E"),  // Czech
      Of("\xE1\xE4\xE8\xEF\xE9\xED\xE5\xBE\xF2\xF3\xF4\xE0\x9A\x9D\xFA\xFD\x9E\xC1\xC4\xC8\xCF\xC9\xCD\xC5"
         "\xBC\xD2\xD3\xD4\xC0\x8A\x8D\xDA\xDD\x8E"),                                  // Slovak
      Of("\xE1\xE9\xED\xF3\xF6\xF5\xFA\xFC\xFB\xC1\xC9\xCD\xD3\xD6\xD5\xDA\xDC\xDB"),  // Hungarian
      Of("\xE8\xE6\xF0\x9A\x9E\xC8\xC6\xD0\x8A\x8E"),                                  // Croatian
      Of("\xE3\xE2\xEE\xBA\xFE\xC3\xC2\xCE\xAA\xDE")};                                 // Romanian
  return kLanguages;
}

bool IsLatin(unsigned char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// What is a letter in one of the pages; in the others it may be a sign.
bool IsHighLetter(unsigned char c) {
  static const Letters kLetters = [] {
    Letters all = Of("\xA8\xB8\xAA\xBA\xAF\xBF\xA5\xB4\xB2\xB3");  // Windows-1251: Ё, and the Ukrainian ones
    for (unsigned c = 0xC0; c <= 0xFF; ++c) all.set(c);
    for (const auto languages : {Western(), Central()})
      for (const Letters& letters : languages) all |= letters;
    return all;
  }();
  return kLetters.test(c);
}

/// How many words with letters beyond ASCII there are, and how many of them each language can have written.
class Votes {
 public:
  // `high`: the word's letters beyond ASCII.
  void Count(const Letters& high, std::size_t latin_letters, std::size_t high_letters) {
    if (high_letters == 0) return;
    ++words_;
    if (latin_letters == 0 && high_letters > 1) {
      ++cyrillic_;
      return;
    }
    if (latin_letters == 0) return;  // one letter alone may be any
    ++latin_;
    Count(high, Western(), western_);
    Count(high, Central(), central_);
  }

  bool AreEnough() const { return words_ >= kWordsThatTell; }

  CodePage Winner() const {
    if (cyrillic_ >= latin_) return CodePage::kCyrillic;
    return std::ranges::max(central_) > std::ranges::max(western_) ? CodePage::kCentral : CodePage::kWestern;
  }

 private:
  using Counts = std::array<std::size_t, 8>;
  static void Count(const Letters& high, std::span<const Letters> languages, Counts& counts) {
    for (std::size_t i = 0; i < languages.size(); ++i) counts[i] += (high & ~languages[i]).none() ? 1 : 0;
  }

  std::size_t words_ = 0, cyrillic_ = 0, latin_ = 0;
  Counts western_{}, central_{};
};
}  // namespace

CodePage GuessCodePage(std::string_view text) {
  Votes votes;
  Letters high;
  std::size_t latin_letters = 0, high_letters = 0;
  const auto end_word = [&] {
    votes.Count(high, latin_letters, high_letters);
    high.reset();
    latin_letters = high_letters = 0;
  };
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (IsLatin(byte)) {
      ++latin_letters;
    } else if (IsHighLetter(byte)) {
      ++high_letters;
      high.set(byte);
    } else if (latin_letters + high_letters > 0) {
      end_word();
      if (votes.AreEnough()) break;
    }
  }
  end_word();
  return votes.Winner();
}
}  // namespace vss
