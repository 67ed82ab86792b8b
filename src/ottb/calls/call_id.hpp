#pragma once
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.hpp"

namespace vss::ottb {

using CallId = IntId<struct CallTag>;            ///< c_<n> on the wire
using RecordingId = IntId<struct RecordingTag>;  ///< r_<n> on the wire

inline std::string Wire(CallId id) { return "c_" + id.str(); }
inline std::string Wire(RecordingId id) { return "r_" + id.str(); }

/// The number of "c_882" behind `prefix` "c_"; nothing for anything else.
inline std::optional<std::int64_t> ParseWireId(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool plain =
      failure == std::errc() && end == text.data() + text.size() && text[0] != '0' && number > 0;
  return plain ? std::optional(number) : std::nullopt;
}
inline std::optional<CallId> ParseCallId(std::string_view text) {
  const auto number = ParseWireId(text, "c_");
  return number ? std::optional(CallId{*number}) : std::nullopt;
}
inline std::optional<RecordingId> ParseRecordingId(std::string_view text) {
  const auto number = ParseWireId(text, "r_");
  return number ? std::optional(RecordingId{*number}) : std::nullopt;
}
}  // namespace vss::ottb
