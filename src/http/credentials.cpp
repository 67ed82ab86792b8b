#include "http/credentials.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "http/cookies.hpp"
#include "http/media_type.hpp"

namespace vss::http {
namespace {
// The cookie counts for reads from our own pages only: a foreign page can make a browser send it, but can
// neither write with it nor read the answer.
bool CookieIsAllowed(const Request& request) {
  return (request.method == Method::kGet || request.method == Method::kHead) && IsFromOwnPage(request);
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
  return CookieIsAllowed(request) ? FindCookie(request, "vss_token") : std::nullopt;
}

OriginKind OriginOf(const Request& request, std::span<const std::string> cors_origins) {
  const auto origin = request.headers.Find("Origin");
  if (!origin) return OriginKind::kNone;
  if (IsFromOwnPage(request)) return OriginKind::kSame;
  return std::ranges::find(cors_origins, *origin) != cors_origins.end() ? OriginKind::kListed
                                                                        : OriginKind::kForeign;
}

void RefuseForeignForms(const Request& request, std::span<const std::string> cors_origins) {
  RequireJson(request);
  if (IsFromOwnPage(request) || OriginOf(request, cors_origins) == OriginKind::kListed) return;
  throw Error(ErrorCode::kAuthFail,
              "pages of this origin, and of those in VSS_CORS_ORIGINS, may ask for a session");
}
}  // namespace vss::http
