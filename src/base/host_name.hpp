#pragma once
#include <string_view>

namespace vss {
/// RFC 1123 §2.1: letters, digits and inner hyphens in labels of at most 63, at most 253 together. All digits
/// and dots looks like an address, so a mistyped one must not pass as a name.
bool IsHostName(std::string_view text);
}  // namespace vss
