#pragma once
#include "base/secret.hpp"
#include "http/field_reader.hpp"

namespace vss::point {
/// A password of a body. Its rules are the policy's; here only what no password can be is refused.
Secret ReadPassword(http::BodyReader& body, std::string_view name);
}  // namespace vss::point
