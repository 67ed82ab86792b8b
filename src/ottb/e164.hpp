#pragma once
#include <algorithm>
#include <string_view>

namespace vss::ottb {

/// ITU-T E.164: a plus and 8 to 15 digits; no country code starts with 0. Whether the number can exist in its
/// country is a question for the dialling rules, not for the format.
constexpr bool IsE164(std::string_view text) {
  if (text.size() < 9 || text.size() > 16 || text[0] != '+' || text[1] == '0') return false;
  return std::ranges::all_of(text.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}
}  // namespace vss::ottb
