#pragma once
#include <string_view>

/// Parameters of header fields: ";name=value" (RFC 3261 §25.1, generic-param).
namespace vss::sip {

struct Param {
  std::string_view name;
  std::string_view value;  ///< a quoted string without its quotes, escapes as they stand
  bool has_value = false;
  bool is_quoted = false;
};
enum class ParamStep { kParam, kEnd, kBad };
/// Takes the next parameter off `rest`, which begins with one (no ';').
ParamStep NextParam(std::string_view& rest, Param& param);

/// What follows a header's value is nothing, or ';' and parameters. Removes the ';'.
bool TakeParamsStart(std::string_view& rest);
}  // namespace vss::sip
