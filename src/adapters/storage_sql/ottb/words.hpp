#pragma once
#include <optional>
#include <string_view>

#include "base/error.hpp"

namespace vss::sql {
/// A word of a column that must be one of an enum's. Throws Error(kInternal) naming the table.
template <class T>
T KnownWord(std::optional<T> parsed, std::string_view text, std::string_view table) {
  if (!parsed) throw InternalError(fmt::format("table {} holds the unknown word {}", table, text));
  return *parsed;
}
}  // namespace vss::sql
