#include "sip/message/chars.hpp"
#include "sip/message/message.hpp"

namespace vss::sip {

bool EqualNoCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (ToLower(a[i]) != ToLower(b[i])) return false;
  }
  return true;
}

std::optional<std::uint32_t> ParseNumber(std::string_view text) {
  if (text.empty() || text.size() > 10 || !All(text, chars::kDigit)) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : text) number = number * 10 + static_cast<unsigned>(c - '0');
  if (number > 0xFFFF'FFFF) return std::nullopt;
  return static_cast<std::uint32_t>(number);
}

bool NextElement(std::string_view& list, std::string_view& element) {
  SkipSpace(list);
  if (list.empty()) return false;
  std::size_t i = 0;
  for (bool in_brackets = false; i < list.size(); ++i) {
    const char c = list[i];
    if (c == '"' && !in_brackets) {
      const std::size_t quoted = QuotedSize(list.substr(i));
      if (quoted == 0)
        i = list.size();  // never ends: the rest is one element, which no parser takes
      else
        i += quoted - 1;
    } else if (c == '<') {
      in_brackets = true;
    } else if (c == '>') {
      in_brackets = false;
    } else if (c == ',' && !in_brackets) {
      break;
    }
  }
  i = std::min(i, list.size());
  element = Trim(list.substr(0, i));
  list.remove_prefix(std::min(i + 1, list.size()));
  return true;
}

std::string Unescape(std::string_view text) {
  const auto digit = [](char c) { return Is(c, chars::kDigit) ? c - '0' : ToLower(c) - 'a' + 10; };
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && All(text.substr(i + 1, 2), chars::kHex)) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}
}  // namespace vss::sip
