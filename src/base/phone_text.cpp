#include "base/phone_text.hpp"

#include <array>

#include "base/unicode.hpp"

namespace vss {
namespace {
constexpr std::size_t kMaxWritten = 256;
constexpr std::string_view kDecimalDigits = "0123456789";
constexpr std::string_view kWhiteSpace = " \n";
constexpr std::string_view kBetweenNumbers = ",;/|\n";

bool IsBetween(char32_t code, char32_t first, char32_t last) { return code >= first && code <= last; }

// Marks of direction, joiners, byte order marks, soft hyphens, variation selectors.
bool IsInvisible(char32_t code) {
  return code == 0x00AD || code == 0x034F || code == 0x061C || code == 0x180E ||
         IsBetween(code, 0x200B, 0x200F) || IsBetween(code, 0x202A, 0x202E) ||
         IsBetween(code, 0x2060, 0x206F) || IsBetween(code, 0xFE00, 0xFE0F) || code == 0xFEFF;
}

bool IsWideSpace(char32_t code) {
  return code == '\t' || code == 0x00A0 || code == 0x1680 || IsBetween(code, 0x2000, 0x200A) ||
         code == 0x202F || code == 0x205F || code == 0x3000;
}

bool IsDash(char32_t code) {
  return IsBetween(code, 0x2010, 0x2015) || code == 0x2043 || code == 0x2212 || code == 0x2E3A ||
         code == 0x2E3B || code == 0x30FC || code == 0xFE58 || code == 0xFE63;
}

bool IsLineEnd(char32_t code) { return code == '\r' || code == 0x2028 || code == 0x2029; }

bool IsQuote(char32_t code) {
  return code == '\'' || code == '`' || code == 0x00B4 || code == 0x02B9 || code == 0x02BC ||
         code == 0x2018 || code == 0x2019 || code == 0x2032;
}

// The character that it looks like; most are themselves.
char32_t LooksLike(char32_t code) {
  if (IsBetween(code, 0xFF01, 0xFF5E)) code -= 0xFF01 - '!';  // full-width forms of ASCII
  if (IsWideSpace(code)) return ' ';
  if (IsDash(code)) return '-';
  if (IsLineEnd(code)) return '\n';
  if (IsQuote(code)) return '\'';
  if (code == 0x2044 || code == 0x2215) return '/';
  if (code == 0x00B7 || code == 0x2024 || code == 0x2022) return '.';
  return code;
}

std::string AsShown(std::string_view text) {
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = NextCharacter(text, at);
    if (code == kBrokenCharacter) continue;
    const char32_t like = LooksLike(code);
    if (!IsInvisible(like)) AppendCharacter(shown, like);
  }
  return shown;
}

std::string_view CutAround(std::string_view text, std::string_view what) {
  const std::size_t from = text.find_first_not_of(what);
  return from == std::string_view::npos ? std::string_view()
                                        : text.substr(from, text.find_last_not_of(what) + 1 - from);
}

constexpr std::array<std::string_view, 34> kNumberWords = {
    "тел",    "телефон",   "моб",       "мобильный",    "мобила",      "сот",     "сотовый",
    "т",      "м",         "дом",       "домашний",     "раб",         "рабочий", "номер",
    "tel",    "telefon",   "telephone", "phone",        "ph",          "mob",     "mobil",
    "mobile", "cell",      "handy",     "fon",          "home",        "work",    "number",
    "no",     "rufnummer", "privat",    "mobiltelefon", "mobilnummer", "msisdn"};
constexpr std::array<std::string_view, 14> kExtensionWords = {
    "ext", "extension", "x",          "х",         "доб", "добавочный", "доп",
    "вн",  "внутр",     "внутренний", "durchwahl", "dw",  "apparat",    "app"};

template <std::size_t N>
bool IsOneOf(const std::array<std::string_view, N>& words, std::string_view text) {
  const std::vector<std::string> folded = FoldedWords(text);
  return folded.size() == 1 && std::ranges::find(words, folded.front()) != words.end();
}

// `тел. моб.: +7…` without the words in front of it.
std::string_view WithoutWords(std::string_view text) {
  constexpr std::string_view kBehindWord = " .:№";
  for (;;) {
    text = CutAround(text, "' \n");
    const std::size_t end = text.find_first_of(" .:+(0123456789№");
    if (end == 0 || end == std::string_view::npos || !IsOneOf(kNumberWords, text.substr(0, end))) return text;
    const std::size_t next = text.find_first_not_of(kBehindWord, end);
    if (next == std::string_view::npos) return text;
    text.remove_prefix(next);
  }
}

// Takes `;ext=12`, `(доб. 12)`, `x12`, `#12` off the end of the text, and answers the digits.
std::string TakeExtension(std::string_view& text) {
  constexpr std::size_t kMostDigits = 8;
  std::string_view rest = text;
  if (rest.ends_with(')')) rest.remove_suffix(1);
  const std::size_t digits = rest.find_last_not_of(kDecimalDigits) + 1;
  const std::string extension(rest.substr(digits));
  if (digits == 0 || extension.empty() || extension.size() > kMostDigits) return {};
  rest = rest.substr(0, rest.find_last_not_of(" .:=", digits - 1) + 1);
  const std::size_t word = rest.find_last_of("0123456789)( ,;-.") + 1;
  if (rest.substr(word) != "#" && !IsOneOf(kExtensionWords, rest.substr(word))) return {};
  text = rest.substr(0, rest.find_last_not_of(" ,;-(\n", word == 0 ? 0 : word - 1) + 1);
  return extension;
}

bool IsNumberCharacter(char32_t code) {
  return code < 0x80 && (kDecimalDigits.contains(static_cast<char>(code)) ||
                         std::string_view("+ -().").contains(static_cast<char>(code)) ||
                         kBetweenNumbers.contains(static_cast<char>(code)));
}

// 7.91612E+10: its last digits are lost.
bool IsShortened(std::string_view text) {
  const std::size_t mantissa = text.find_first_not_of("0123456789.,");
  if (mantissa == 0 || mantissa == std::string_view::npos || (text[mantissa] | 0x20) != 'e') return false;
  std::string_view exponent = text.substr(mantissa + 1);
  if (exponent.starts_with('+') || exponent.starts_with('-')) exponent.remove_prefix(1);
  return !exponent.empty() && exponent.size() <= 3 &&
         exponent.find_first_not_of(kDecimalDigits) == std::string_view::npos;
}

// 79161234567.0 and 79161234567,00: a number that some program took for an amount. Read as digits the
// fraction would make another person's number.
bool HasFraction(std::string_view text) {
  const std::size_t point = text.find_first_of(".,");
  if (point == std::string_view::npos || text.find_first_not_of("+0123456789 ", 0) != point) return false;
  const std::string_view fraction = text.substr(point + 1);
  if (fraction.empty() || fraction.find_first_not_of(kDecimalDigits) != std::string_view::npos) return false;
  return fraction.size() <= 2 || fraction.find_first_not_of('0') == std::string_view::npos;
}

std::string NameOf(char32_t code) {
  std::string shown;
  const bool control = code < 0x20 || IsBetween(code, 0x7F, 0x9F);
  if (!control) AppendCharacter(shown, code);
  return control ? fmt::format("the character U+{:04X}", static_cast<unsigned>(code))
                 : fmt::format("\"{}\" (U+{:04X})", shown, static_cast<unsigned>(code));
}

std::optional<std::string> WhyNoNumber(std::string_view text) {
  if (IsShortened(text))
    return fmt::format(
        "is a number as a spreadsheet shortens it ({}), and may have lost digits: give the column the format "
        "Text there",
        text);
  if (HasFraction(text))
    return fmt::format(
        "has a fraction ({}), so a program took it for an amount: give the column the format Text there",
        text.substr(text.find_first_of(".,")));
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = NextCharacter(text, at);
    if (!IsNumberCharacter(code))
      return fmt::format("holds {}, which is no part of a telephone number", NameOf(code));
  }
  return std::nullopt;
}
}  // namespace

std::expected<PhoneText, std::string> ReadPhoneText(std::string_view written) {
  if (written.size() > kMaxWritten) return std::unexpected("is too long for a telephone number");
  if (!IsUtf8(written)) return std::unexpected("holds bytes that are no text");
  const std::string shown = AsShown(written);
  std::string_view text = WithoutWords(CutAround(shown, kWhiteSpace));
  PhoneText read;
  read.extension = TakeExtension(text);
  if (auto why = WhyNoNumber(text)) return std::unexpected(std::move(*why));
  read.text = text;
  return read;
}
}  // namespace vss
