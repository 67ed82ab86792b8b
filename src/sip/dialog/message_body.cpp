#include "sip/dialog/message_body.hpp"

#include <algorithm>
#include <string>

#include "sip/message/chars.hpp"

namespace vss::sip {
namespace {
constexpr int kMaxNesting = 2;
constexpr std::size_t kMaxParts = 16, kMaxBoundary = 70;  // RFC 2046 §5.1.1

std::string_view MediaType(std::string_view value) { return Trim(value.substr(0, value.find(';'))); }

/// The boundary parameter of a multipart type; empty when there is none that RFC 2046 allows.
std::string_view BoundaryOf(std::string_view type) {
  for (std::size_t at = type.find(';'); at != std::string_view::npos; at = type.find(';', at + 1)) {
    const std::string_view parameter = Trim(type.substr(at + 1));
    const std::size_t equals = parameter.find('=');
    if (equals == std::string_view::npos || !EqualNoCase(Trim(parameter.substr(0, equals)), "boundary"))
      continue;
    std::string_view value = Trim(parameter.substr(equals + 1));
    value = value.starts_with('"') ? value.substr(1, value.find('"', 1) - 1)
                                   : Trim(value.substr(0, value.find(';')));
    return value.size() <= kMaxBoundary ? value : std::string_view();
  }
  return {};
}

/// The value of a header of a part; empty when it has none.
std::string_view PartHeader(std::string_view head, std::string_view name) {
  while (!head.empty()) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 1, head.size()));
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && EqualNoCase(Trim(line.substr(0, colon)), name)) {
      std::string_view value = line.substr(colon + 1);
      if (value.ends_with('\r')) value.remove_suffix(1);
      return Trim(value);
    }
  }
  return {};
}

bool IsPlainBytes(std::string_view encoding) {
  return encoding.empty() || EqualNoCase(encoding, "binary") || EqualNoCase(encoding, "8bit") ||
         EqualNoCase(encoding, "7bit");
}

struct Part {
  std::string_view head, body;
};

/// The empty line ends the head; a part may have none (RFC 2046 §5.1).
Part Split(std::string_view part) {
  if (part.starts_with("\r\n")) return {.head = {}, .body = part.substr(2)};
  if (part.starts_with('\n')) return {.head = {}, .body = part.substr(1)};
  const std::size_t crlf = part.find("\r\n\r\n");
  if (crlf != std::string_view::npos) return {part.substr(0, crlf), part.substr(crlf + 4)};
  const std::size_t lf = part.find("\n\n");
  if (lf != std::string_view::npos) return {part.substr(0, lf), part.substr(lf + 2)};
  return {.head = part, .body = {}};
}

/// Where a delimiter line begins: the boundary stands at the start of a line.
std::size_t FindDelimiter(std::string_view text, std::string_view delimiter, std::size_t from) {
  for (std::size_t at = text.find(delimiter, from); at != std::string_view::npos;
       at = text.find(delimiter, at + 1)) {
    if (at == 0 || text[at - 1] == '\n') return at;
  }
  return std::string_view::npos;
}

std::optional<std::string_view> FindSdp(std::string_view type, std::string_view body, int depth);

std::optional<std::string_view> FindInParts(std::string_view type, std::string_view body, int depth) {
  const std::string_view boundary = BoundaryOf(type);
  if (boundary.empty() || depth == kMaxNesting) return std::nullopt;
  const std::string delimiter = "--" + std::string(boundary);
  std::size_t at = FindDelimiter(body, delimiter, 0);
  for (std::size_t n = 0; n < kMaxParts && at != std::string_view::npos; ++n) {
    std::size_t start = at + delimiter.size();
    if (body.substr(start).starts_with("--")) break;
    start = body.find('\n', start);
    if (start == std::string_view::npos) break;
    at = FindDelimiter(body, delimiter, start + 1);
    std::string_view text = body.substr(start + 1, at == std::string_view::npos ? at : at - start - 1);
    // The line break before a delimiter is the delimiter's; SDP does not mind the one that is left over.
    const Part part = Split(text);
    if (!IsPlainBytes(PartHeader(part.head, "Content-Transfer-Encoding"))) continue;
    if (auto found = FindSdp(PartHeader(part.head, "Content-Type"), part.body, depth + 1)) return found;
  }
  return std::nullopt;
}

std::optional<std::string_view> FindSdp(std::string_view type, std::string_view body, int depth) {
  const std::string_view media_type = MediaType(type);
  if (EqualNoCase(media_type, "application/sdp")) return body;
  if (!EqualNoCase(media_type.substr(0, media_type.find('/')), "multipart")) return std::nullopt;
  return FindInParts(type, body, depth);
}
}  // namespace

std::string_view ContentType(const Message& message) {
  return MediaType(message.Find(HeaderId::kContentType));
}

std::optional<std::string_view> SdpOf(const Message& message) {
  if (message.body.empty()) return std::nullopt;
  return FindSdp(message.Find(HeaderId::kContentType), message.body, 0);
}

Body BodyOf(const Message& message) {
  if (message.body.empty()) return Body::kNone;
  return SdpOf(message) ? Body::kSdp : Body::kOther;
}
}  // namespace vss::sip
