#include "http/request_head.hpp"

#include <algorithm>

namespace vss::http {
namespace {
constexpr std::size_t kMaxMethod = 32, kMaxChunkLine = 1024, kMaxHost = 255;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
/// RFC 9110 §5.6.2.
bool IsTokenChar(char c) {
  return IsDigit(c) || IsLetter(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
bool IsPrintable(char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; }

/// `text` is a beginning of `whole`, or the other way round.
bool Agree(std::string_view text, std::string_view whole) {
  const std::size_t length = std::min(text.size(), whole.size());
  return text.substr(0, length) == whole.substr(0, length);
}

bool EqualNoCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(x) == lower(y);
  });
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// What stands between brackets: an IPv6 address, or the form kept for later ones. Its meaning is nobody's
/// here.
bool IsIpLiteral(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return IsHex(c) || c == ':' || c == '.'; });
}

/// RFC 3986 §3.2.2 and §3.2.3: uri-host [":" port], without user information.
bool IsHost(std::string_view host) {
  if (host.empty() || host.size() > kMaxHost) return false;
  std::size_t end = host.find(':');
  if (host.front() == '[') {
    const std::size_t close = host.find(']');
    if (close == std::string_view::npos || !IsIpLiteral(host.substr(1, close - 1))) return false;
    end = close + 1;
  } else {
    const auto is_name = [](char c) {
      return IsDigit(c) || IsLetter(c) || std::string_view("-._~!$&'()*+,;=%").contains(c);
    };
    const std::string_view name = host.substr(0, end);
    if (name.empty() || !std::ranges::all_of(name, is_name)) return false;
  }
  if (end >= host.size()) return true;
  const std::string_view port = host.substr(end + 1);
  return host[end] == ':' && port.size() <= 5 && std::ranges::all_of(port, IsDigit);
}

/// The only coding that is taken is "chunked", once; it may not be asked of HTTP/1.0.
std::optional<std::string> CodingProblem(const Headers& headers, HttpVersion version) {
  std::size_t codings = 0;
  std::string_view last;
  for (const auto& [name, value] : headers.all()) {
    if (!EqualNoCase(name, "Transfer-Encoding")) continue;
    std::string_view rest = value;
    while (true) {
      const std::size_t comma = rest.find(',');
      last = Trim(rest.substr(0, comma));
      ++codings;
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  if (codings == 0) return std::nullopt;
  if (version == HttpVersion::k10) return "HTTP/1.0 has no Transfer-Encoding";
  if (!EqualNoCase(last, "chunked")) return "a request's Transfer-Encoding ends in chunked";
  if (codings > 1) return "of the transfer codings only chunked is taken, once";
  if (headers.Find("Content-Length")) return "a request has Content-Length or Transfer-Encoding, not both";
  return std::nullopt;
}
}  // namespace

std::optional<std::string_view> RequestLineProblem(std::string_view received) {
  const std::size_t end = received.find_first_of("\r\n");
  const bool whole = end != std::string_view::npos;
  const std::string_view line = received.substr(0, end);
  if (whole && received[end] == '\n') return "lines end in CR LF";
  const std::size_t method = std::ranges::find_if_not(line, IsTokenChar) - line.begin();
  if (method == line.size() && !whole && method <= kMaxMethod) return std::nullopt;
  if (method == 0 || method > kMaxMethod || method == line.size() || line[method] != ' ')
    return "a request begins with its method";
  std::string_view rest = line.substr(method + 1);
  const std::size_t target = std::ranges::find_if_not(rest, IsPrintable) - rest.begin();
  if (target == rest.size()) {
    if (!whole) return std::nullopt;
    return "a request's first line ends in HTTP/1.1";
  }
  if (target == 0 || rest[target] != ' ') return "the method is followed by the target";
  const std::string_view version = rest.substr(target + 1);
  if (whole ? (version != "HTTP/1.1" && version != "HTTP/1.0")
            : (version.size() > 8 || (!Agree(version, "HTTP/1.1") && !Agree(version, "HTTP/1.0"))))
    return "a request's first line ends in HTTP/1.1";
  return std::nullopt;
}

std::optional<std::string_view> ChunkLineProblem(std::string_view received) {
  if (received.starts_with("\r\n")) received.remove_prefix(2);
  if (received == "\r") return std::nullopt;
  const std::size_t end = received.find("\r\n");
  std::string_view line = received.substr(0, end);
  if (end == std::string_view::npos && line.ends_with('\r')) line.remove_suffix(1);
  if (line.size() > kMaxChunkLine) return "a chunk's first line is too long";
  const std::size_t digits = std::ranges::find_if_not(line, IsHex) - line.begin();
  if (digits > 16 || (digits == 0 && !line.empty())) return "a chunk begins with its size";
  const auto is_text = [](char c) { return IsPrintable(c) || c == ' ' || c == '\t'; };
  const std::string_view extension = Trim(line.substr(digits));
  if (!extension.empty() && (extension.front() != ';' || !std::ranges::all_of(extension, is_text)))
    return "a chunk's extension is not well-formed";
  return std::nullopt;
}

std::optional<std::string> HeadProblem(const Headers& headers, HttpVersion version) {
  std::size_t hosts = 0;
  for (const auto& [name, value] : headers.all()) {
    if (!EqualNoCase(name, "Host")) continue;
    if (++hosts > 1) return "a request has one Host";
    if (!IsHost(value)) return "Host is a name or an address, with a port or without";
  }
  if (hosts == 0 && version == HttpVersion::k11) return "a request of HTTP/1.1 has a Host";
  return CodingProblem(headers, version);
}

RequestTarget OriginForm(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!EqualNoCase(target.substr(0, scheme.size()), scheme)) continue;
    const std::string_view rest = target.substr(scheme.size());
    const std::size_t end = rest.find_first_of("/?");
    const std::string_view host = rest.substr(0, end);
    if (!IsHost(host)) return {target, std::nullopt};
    // RFC 9112 §3.2.1: an empty path is sent as "/"; one before a query is left to the caller, who refuses
    // it.
    if (end == std::string_view::npos) return {"/", host};
    return {rest.substr(end), host};
  }
  return {target, std::nullopt};
}

std::optional<std::string_view> TargetProblem(Method method, const std::optional<Target>& target) {
  if (!target) return "the request's path or query is not well-formed";
  if (target->path == "*" && method != Method::kOptions) return "only OPTIONS asks for *";
  return std::nullopt;
}
}  // namespace vss::http
