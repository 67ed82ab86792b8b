#include "http/credentials.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace vss::http {
namespace {
std::optional<std::string_view> CookieToken(const Request& request) {
  const auto cookies = request.headers.Find("Cookie");
  if (!cookies) return std::nullopt;
  constexpr std::string_view kName = "vss_token=";
  std::string_view rest = *cookies;
  while (!rest.empty()) {
    const std::size_t end = rest.find(';');
    std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(kName)) return pair.substr(kName.size());
  }
  return std::nullopt;
}

bool IsOwn(std::string_view origin, const Request& request) {
  const auto host = request.headers.Find("Host");
  return host && (origin == fmt::format("http://{}", *host) || origin == fmt::format("https://{}", *host));
}

// The cookie counts for reads from our own pages only: a foreign page can make a browser send it, but can
// neither write with it nor read the answer.
bool CookieIsAllowed(const Request& request) {
  if (request.method != Method::kGet && request.method != Method::kHead) return false;
  const auto origin = request.headers.Find("Origin");
  if (!origin) return request.headers.Find("Sec-Fetch-Site").value_or("same-origin") == "same-origin";
  return IsOwn(*origin, request);
}

}  // namespace

std::optional<std::string_view> TokenOf(const Request& request) {
  if (const auto header = request.headers.Find("Authorization")) {
    constexpr std::string_view kScheme = "bearer ";
    const bool bearer = header->size() > kScheme.size() &&
                        std::ranges::equal(header->substr(0, kScheme.size()), kScheme, {}, [](char c) {
                          return std::tolower(static_cast<unsigned char>(c));
                        });
    return bearer ? std::optional(header->substr(kScheme.size())) : std::nullopt;
  }
  return CookieIsAllowed(request) ? CookieToken(request) : std::nullopt;
}

OriginKind OriginOf(const Request& request, std::span<const std::string> cors_origins) {
  const auto origin = request.headers.Find("Origin");
  if (!origin) return OriginKind::kNone;
  if (IsOwn(*origin, request)) return OriginKind::kSame;
  return std::ranges::find(cors_origins, *origin) != cors_origins.end() ? OriginKind::kListed
                                                                        : OriginKind::kForeign;
}
}  // namespace vss::http
