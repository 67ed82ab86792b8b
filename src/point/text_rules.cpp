#include "point/text_rules.hpp"

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
}  // namespace vss::point
