#pragma once
#include <string>
#include <string_view>

namespace vss {
/// The shape `local@domain.tld` without quoting or spaces (RFC 5321 §4.1.2, Dot-string); only a message that
/// arrives proves more.
bool IsEmail(std::string_view text);
std::string ToLowerAscii(std::string_view text);
}  // namespace vss
