#include "sip/message/chars.hpp"
#include "sip/message/host_port.hpp"
#include "sip/message/message.hpp"

namespace vss::sip {
namespace {
using UriResult = std::expected<Uri, ParseError>;

/// %HH everywhere or not at all (§19.1.2).
bool EscapesAreWhole(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 3)) {
    if (at + 2 >= text.size() || !All(text.substr(at + 1, 2), chars::kHex)) return false;
  }
  return true;
}

/// Splits ";params?headers" off; false when something else follows.
bool TakeTail(std::string_view rest, Uri& uri) {
  if (rest.empty()) return true;
  if (rest.front() != ';' && rest.front() != '?') return false;
  const std::size_t headers = rest.find('?');
  if (headers != std::string_view::npos) uri.headers = rest.substr(headers + 1);
  if (rest.front() == ';')
    uri.params = rest.substr(1, headers == std::string_view::npos ? headers : headers - 1);
  return true;
}

/// §19.1.1: [user[:password]@]host[:port]. The user may hold ';' and '?', so '@' is looked for first; it may
/// stand once only, or two readers could see two hosts.
UriResult ParseSip(Uri uri, std::string_view rest) {
  const std::size_t at = rest.find('@');
  if (at != std::string_view::npos) {
    if (rest.find('@', at + 1) != std::string_view::npos) return Fail("two @ in a URI");
    const std::size_t colon = std::min(at, rest.find(':'));
    uri.user = rest.substr(0, colon);
    if (colon < at) uri.password = rest.substr(colon + 1, at - colon - 1);
    if (uri.user.empty()) return Fail("URI without user before @");
    rest.remove_prefix(at + 1);
  }
  if (!TakeHost(rest, uri.host)) return Fail("URI without host");
  if (rest.starts_with(':')) {
    rest.remove_prefix(1);
    if (!ParsePort(TakeWhile(rest, chars::kDigit), uri.port)) return Fail("URI's port");
  }
  if (!TakeTail(rest, uri)) return Fail("URI's host");
  return uri;
}

/// RFC 3966: digits with visual separators, then parameters.
UriResult ParseTel(Uri uri, std::string_view rest) {
  std::size_t size = 0;
  while (size < rest.size() &&
         (Is(rest[size], chars::kHex) || std::string_view("+*#-.()").contains(rest[size]))) {
    ++size;
  }
  if (size == 0) return Fail("tel URI without number");
  uri.user = rest.substr(0, size);
  if (!TakeTail(rest.substr(size), uri)) return Fail("tel URI's number");
  return uri;
}
}  // namespace

bool Uri::IsSip() const { return EqualNoCase(scheme, "sip"); }
bool Uri::IsSips() const { return EqualNoCase(scheme, "sips"); }
bool Uri::IsTel() const { return EqualNoCase(scheme, "tel"); }

std::expected<Uri, ParseError> ParseUri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !Is(text.front(), chars::kAlpha)) {
    return Fail("URI without scheme");
  }
  for (const char c : text.substr(0, colon)) {
    if (!Is(c, chars::kAlpha | chars::kDigit) && c != '+' && c != '-' && c != '.')
      return Fail("URI's scheme");
  }
  if (!All(text, chars::kUri)) return Fail("character that no URI has");
  if (!EscapesAreWhole(text)) return Fail("URI's escape");
  Uri uri;
  uri.scheme = text.substr(0, colon);
  const std::string_view rest = text.substr(colon + 1);
  if (rest.empty()) return Fail("URI with nothing behind its scheme");
  if (uri.IsSip() || uri.IsSips()) return ParseSip(uri, rest);
  if (uri.IsTel()) return ParseTel(uri, rest);
  return uri;  // absoluteURI of another scheme: known to be one, and that is all (§25.1)
}
}  // namespace vss::sip
