#include "sip/message/chars.hpp"
#include "sip/message/parser.hpp"

namespace vss::sip {
namespace {
constexpr std::string_view kVersion = "SIP/2.0";
}  // namespace

Parser::Step Parser::StartLine() {
  const auto line = lines_.Next();
  if (!line) return std::unexpected(line.error());
  // No method has a '/', so a line that begins like this is a status line.
  return EqualNoCase(line->substr(0, 4), "SIP/") ? StatusLine(*line) : RequestLine(*line);
}

/// §7.1: Method SP Request-URI SP SIP-Version, with exactly these two spaces.
Parser::Step Parser::RequestLine(std::string_view line) {
  const std::size_t first = line.find(' '), last = line.rfind(' ');
  if (first == last) return Fail("request line");
  if (!EqualNoCase(line.substr(last + 1), kVersion)) return Fail("SIP version");
  out_.is_request = true;
  out_.method_text = line.substr(0, first);
  if (!IsToken(out_.method_text)) return Fail("method");
  out_.method = ParseMethod(out_.method_text);
  out_.request_uri_text = line.substr(first + 1, last - first - 1);
  const auto uri = ParseUri(out_.request_uri_text);
  if (!uri) return std::unexpected(uri.error());
  out_.request_uri = *uri;
  return {};
}

/// §7.2: SIP-Version SP Status-Code SP Reason-Phrase. The phrase may be empty, and then some leave out its
/// space.
Parser::Step Parser::StatusLine(std::string_view line) {
  if (!EqualNoCase(line.substr(0, kVersion.size()), kVersion)) return Fail("SIP version");
  line.remove_prefix(kVersion.size());
  if (line.size() < 4 || line[0] != ' ' || !All(line.substr(1, 3), chars::kDigit)) return Fail("status line");
  out_.status = static_cast<int>(ParseNumber(line.substr(1, 3)).value_or(0));
  if (out_.status < 100 || out_.status > 699) return Fail("status code");
  line.remove_prefix(4);
  if (!line.empty() && line.front() != ' ') return Fail("status line");
  out_.reason = Trim(line);
  return {};
}
}  // namespace vss::sip
