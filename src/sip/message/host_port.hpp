#pragma once
#include <cstdint>
#include <string_view>

namespace vss::sip {
/// Takes hostname, IPv4 address or IPv6 reference (kept with its brackets) off `rest`; false when there is
/// none.
bool TakeHost(std::string_view& rest, std::string_view& host);
/// Decimal 1 … 65535 and nothing else.
bool ParsePort(std::string_view text, std::uint16_t& port);
}  // namespace vss::sip
