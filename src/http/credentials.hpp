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

/// Refuses what a foreign page can make a browser send to a route that gives out a session: a form's body
/// (only application/json makes the browser ask first) and an Origin that is neither this one nor listed.
/// Who signs somebody in as another person reads what they then type (login CSRF). Throws
/// Error(kUnsupportedMediaType) or Error(kAuthFail).
void RefuseForeignForms(const Request& request, std::span<const std::string> cors_origins);
}  // namespace vss::http
