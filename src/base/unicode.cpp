#include "base/unicode.hpp"

#include <locale.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <wctype.h>

#include <algorithm>
#include <cstdint>

#include "base/error.hpp"

namespace vss {
namespace {
constexpr char32_t kYo = U'ё', kYe = U'е';

// The locale of the process is left alone; this one is in glibc itself.
locale_t Unicode() {
  static const locale_t kLocale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return kLocale;
}

std::size_t LengthOf(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

bool IsOfWord(char32_t code) {
  if (code < 0x80) return (code >= '0' && code <= '9') || ((code | 0x20) >= 'a' && (code | 0x20) <= 'z');
  return code != kBrokenCharacter && Unicode() != nullptr &&
         iswalnum_l(static_cast<wint_t>(code), Unicode()) != 0;
}

char32_t Folded(char32_t code) {
  if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 32 : code;
  const auto lower = static_cast<char32_t>(towlower_l(static_cast<wint_t>(code), Unicode()));
  return lower == kYo ? kYe : lower;
}

// Latin, Greek and Cyrillic letters are composed already unless a mark (U+0300 and on: bytes CC and CD)
// stands among them; so most text is not looked up.
bool MayBeDecomposed(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xCC || byte == 0xCD || byte >= 0xD6;
  });
}

// UTF-8 in, UTF-8 out. `failure` is of getting the instance.
std::string Normalized(std::string_view text, const icu::Normalizer2* normalizer, UErrorCode failure) {
  std::string normal;
  icu::StringByteSink<std::string> sink(&normal);
  if (normalizer != nullptr) {
    normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink,
                              nullptr, failure);
  }
  if (U_FAILURE(failure))
    throw InternalError(fmt::format("text cannot be normalized: {}", u_errorName(failure)));
  return normal;
}
}  // namespace

char32_t NextCharacter(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t length = LengthOf(lead);
  if (length == 0 || at + length > text.size()) {
    ++at;
    return kBrokenCharacter;
  }
  static constexpr unsigned char kLeadBits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  static constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  char32_t code = lead & kLeadBits[length];
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[at + i]);
    if ((byte & 0xC0) != 0x80) {
      ++at;
      return kBrokenCharacter;
    }
    code = (code << 6) | (byte & 0x3FU);
  }
  at += length;
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return surrogate || code < kSmallest[length] || code > 0x10FFFF ? kBrokenCharacter : code;
}

void AppendCharacter(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

std::size_t CountCharacters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) NextCharacter(text, at);
  return count;
}

std::string ToNfc(std::string_view text) {
  if (!MayBeDecomposed(text) || !IsUtf8(text)) return std::string(text);
  UErrorCode failure = U_ZERO_ERROR;
  return Normalized(text, icu::Normalizer2::getNFCInstance(failure), failure);
}

std::string FoldedName(std::string_view name) {
  if (!IsUtf8(name)) return std::string(name);
  UErrorCode failure = U_ZERO_ERROR;
  return Normalized(name, icu::Normalizer2::getNFKCCasefoldInstance(failure), failure);
}

std::string_view TrimmedText(std::string_view text) {
  const auto blank = [](char32_t code) {
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x00A0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200D) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
           code == 0x205F || code == 0x2060 || code == 0x3000 || code == 0xFEFF;
  };
  std::size_t from = text.size(), to = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    if (blank(NextCharacter(text, at))) continue;
    from = std::min(from, here);
    to = at;
  }
  return from < to ? text.substr(from, to - from) : std::string_view();
}

std::string CleanText(std::string_view text, std::size_t max_bytes) {
  constexpr char32_t kReplacement = 0xFFFD;
  const auto hidden = [](char32_t code) {
    const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    return control || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  };
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = NextCharacter(text, at);
    if (hidden(code)) continue;
    const std::size_t before = clean.size();
    AppendCharacter(clean, code == kBrokenCharacter ? kReplacement : code);
    if (clean.size() <= max_bytes) continue;
    clean.resize(before);
    break;
  }
  return clean;
}

bool IsUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (NextCharacter(text, at) == kBrokenCharacter) return false;
  }
  return true;
}

std::vector<std::string> FoldedWords(std::string_view written) {
  const std::string text = ToNfc(written);
  std::vector<std::string> words;
  std::string word;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = NextCharacter(text, at);
    if (IsOfWord(code)) {
      AppendCharacter(word, Folded(code));
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}
}  // namespace vss
