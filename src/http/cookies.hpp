#pragma once
#include <optional>
#include <string_view>

#include "http/message.hpp"

/// What a browser sends by itself. A foreign page can make it do so; hence the question of whose page it was.
namespace vss::http {

/// The value of the first cookie with that name (RFC 6265 §5.4).
std::optional<std::string_view> FindCookie(const Request& request, std::string_view name);

/// True when a page of this very origin sent the request, or something that is no browser. A browser says so
/// in Origin, which it adds to every write, or in Sec-Fetch-Site.
bool IsFromOwnPage(const Request& request);
}  // namespace vss::http
