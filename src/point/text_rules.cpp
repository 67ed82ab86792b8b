#include "point/text_rules.hpp"

#include <algorithm>

#include "base/unicode.hpp"

namespace vss::point {
namespace {
bool IsAlnum(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool IsName(std::string_view text, std::size_t min, std::size_t max) {
  return text.size() >= min && text.size() <= max &&
         std::ranges::all_of(text, [](char c) { return IsAlnum(c) || c == '.' || c == '_' || c == '-'; });
}
}  // namespace

bool IsUsername(std::string_view text) { return IsName(text, 3, 64); }
bool IsRoleName(std::string_view text) { return IsName(text, 2, 64); }

bool IsTeamName(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ' || !IsUtf8(text)) return false;
  if (std::ranges::any_of(text, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; })) return false;
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  return std::ranges::count_if(text, [&](char c) { return !continues(c); }) <= 64;
}
}  // namespace vss::point
