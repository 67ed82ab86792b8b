#include "sip/message/host_port.hpp"

#include "sip/message/chars.hpp"
#include "sip/message/message.hpp"

namespace vss::sip {

bool TakeHost(std::string_view& rest, std::string_view& host) {
  std::size_t size = 0;
  if (rest.starts_with('[')) {
    const std::size_t end = rest.find(']');
    if (end == std::string_view::npos || end < 3) return false;
    for (const char c : rest.substr(1, end - 1)) {
      if (c != ':' && c != '.' && !Is(c, chars::kHex)) return false;
    }
    size = end + 1;
  } else {
    // The underscore is in no RFC's hostname and in many networks' names.
    const auto part_of_name = [](char c) {
      return Is(c, chars::kAlpha | chars::kDigit) || c == '-' || c == '.' || c == '_';
    };
    while (size < rest.size() && part_of_name(rest[size])) ++size;
  }
  if (size == 0) return false;
  host = rest.substr(0, size);
  rest.remove_prefix(size);
  return true;
}

bool ParsePort(std::string_view text, std::uint16_t& port) {
  const auto number = ParseNumber(text);
  if (!number || *number == 0 || *number > 0xFFFF) return false;
  port = static_cast<std::uint16_t>(*number);
  return true;
}
}  // namespace vss::sip
