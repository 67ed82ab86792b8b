#pragma once
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vss::crm {

/// The number of a call or recording of OTTB: c_<n>, r_<n> on the wire.
inline std::string WireId(char prefix, std::int64_t number) {
  return std::string(1, prefix) + '_' + std::to_string(number);
}

inline std::optional<std::int64_t> ParseCallNumber(std::string_view text) {
  if (!text.starts_with("c_") || text.size() < 3 || text[2] < '1' || text[2] > '9') return std::nullopt;
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data() + 2, text.data() + text.size(), number);
  return failure == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}
}  // namespace vss::crm
