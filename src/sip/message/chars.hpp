#pragma once
#include <array>
#include <cstdint>
#include <string_view>

/// Character classes of RFC 3261 §25.1, and what follows from them. For the parsers of this folder's
/// neighbours.
namespace vss::sip {

namespace chars {
enum Class : std::uint8_t {
  kDigit = 1,
  kAlpha = 2,
  kToken = 4,  ///< token of §25.1
  kHex = 8,
  kSpace = 16,  ///< SP, HTAB, and the CR and LF of a folded line
  kUri = 32,    ///< may stand inside a URI: visible ASCII but <, >, ", \ and what only ever is markup
};

constexpr std::array<std::uint8_t, 256> MakeClasses() {
  std::array<std::uint8_t, 256> classes{};
  for (int c = 0x21; c < 0x7F; ++c) classes[c] = kUri;
  for (const char c : std::string_view("<>\"\\^`{|}")) classes[static_cast<unsigned char>(c)] = 0;
  for (int c = '0'; c <= '9'; ++c) classes[c] |= kDigit | kToken | kHex;
  for (int c = 'a'; c <= 'z'; ++c) classes[c] |= kAlpha | kToken;
  for (int c = 'A'; c <= 'Z'; ++c) classes[c] |= kAlpha | kToken;
  for (int c = 'a'; c <= 'f'; ++c) classes[c] |= kHex;
  for (int c = 'A'; c <= 'F'; ++c) classes[c] |= kHex;
  for (const char c : std::string_view("-.!%*_+`'~")) classes[static_cast<unsigned char>(c)] |= kToken;
  for (const char c : std::string_view(" \t\r\n")) classes[static_cast<unsigned char>(c)] |= kSpace;
  return classes;
}
inline constexpr auto kClasses = MakeClasses();
}  // namespace chars

constexpr bool Is(char c, std::uint8_t classes) {
  return (chars::kClasses[static_cast<unsigned char>(c)] & classes) != 0;
}
/// Every character is of one of these classes; true for "".
constexpr bool All(std::string_view text, std::uint8_t classes) {
  for (const char c : text) {
    if (!Is(c, classes)) return false;
  }
  return true;
}
constexpr bool IsToken(std::string_view text) { return !text.empty() && All(text, chars::kToken); }

constexpr char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// Without the white space (folded lines too) around it.
constexpr std::string_view Trim(std::string_view text) {
  while (!text.empty() && Is(text.front(), chars::kSpace)) text.remove_prefix(1);
  while (!text.empty() && Is(text.back(), chars::kSpace)) text.remove_suffix(1);
  return text;
}
constexpr void SkipSpace(std::string_view& text) {
  while (!text.empty() && Is(text.front(), chars::kSpace)) text.remove_prefix(1);
}
/// Takes the longest run of these classes off the front.
constexpr std::string_view TakeWhile(std::string_view& text, std::uint8_t classes) {
  std::size_t size = 0;
  while (size < text.size() && Is(text[size], classes)) ++size;
  const std::string_view taken = text.substr(0, size);
  text.remove_prefix(size);
  return taken;
}
/// The size of the quoted string that `text` begins with, quotes included; 0 when it does not end (§25.1).
constexpr std::size_t QuotedSize(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\') ++i;
  }
  return 0;
}
}  // namespace vss::sip
