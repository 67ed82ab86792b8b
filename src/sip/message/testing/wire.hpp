#pragma once
#include <string>
#include <string_view>

namespace vss::test {
/// A message written with plain line ends, as it goes over the wire. A first empty line (of a raw string) is
/// left out; the head's end is where an empty line stands, and is added when there is none.
inline std::string Wire(std::string_view text) {
  if (text.starts_with('\n')) text.remove_prefix(1);
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  if (!out.contains("\r\n\r\n")) out += "\r\n";
  return out;
}
}  // namespace vss::test
