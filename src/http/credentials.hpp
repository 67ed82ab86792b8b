#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/message.hpp"

/// What a request brings to prove who sent it.
namespace vss::http {

/// The bearer token of the Authorization header; without that header the session cookie, where it counts.
std::optional<std::string_view> TokenOf(const Request& request);

/// The page that made a browser send this: kNone when no browser says so.
enum class OriginKind { kNone, kSame, kListed, kForeign };
OriginKind OriginOf(const Request& request, std::span<const std::string> cors_origins);
}  // namespace vss::http
