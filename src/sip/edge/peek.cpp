#include "sip/edge/peek.hpp"

#include "sip/message/message.hpp"

namespace vss::sip {
namespace {
constexpr std::string_view kVersion = "SIP/2.0";

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

std::string_view TakeLine(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

/// Where a header of this name goes; null when nobody asks for it. The first letter rules most of them out.
std::string_view* FieldFor(std::string_view name, Peek& peek) {
  switch (name.empty() ? '\0' : name.front() | 0x20) {
    case 'v':
      return EqualNoCase(name, "Via") || name.size() == 1 ? &peek.via : nullptr;
    case 'f':
      return EqualNoCase(name, "From") || name.size() == 1 ? &peek.from : nullptr;
    case 't':
      return EqualNoCase(name, "To") || name.size() == 1 ? &peek.to : nullptr;
    case 'u':
      return EqualNoCase(name, "User-Agent") ? &peek.user_agent : nullptr;
    default:
      return nullptr;
  }
}
}  // namespace

Peek PeekAt(std::string_view bytes) {
  Peek peek;
  if (bytes.find_first_not_of("\r\n") == std::string_view::npos) {
    peek.kind = Peek::Kind::kKeepAlive;
    return peek;
  }
  std::string_view rest = bytes;
  std::string_view start = Trim(TakeLine(rest));
  if (start.empty()) start = Trim(TakeLine(rest));  // RFC 3261 §7.5: a line end before the message
  if (start.starts_with(kVersion)) {
    peek.kind = Peek::Kind::kResponse;
  } else if (start.ends_with(kVersion) && start.size() > kVersion.size() + 2) {
    peek.kind = Peek::Kind::kRequest;
    peek.method = start.substr(0, start.find(' '));
  } else {
    return peek;
  }
  while (!rest.empty()) {
    const std::string_view line = TakeLine(rest);
    if (line.empty() || line == "\r") break;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    std::string_view* const field = FieldFor(Trim(line.substr(0, colon)), peek);
    if (field != nullptr && field->empty()) *field = Trim(line.substr(colon + 1));
  }
  return peek;
}
}  // namespace vss::sip
