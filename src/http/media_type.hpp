#pragma once
#include "http/message.hpp"

namespace vss::http {
/// Refuses a body that does not say it is JSON in UTF-8 (RFC 8259 §8.1): what a form or a foreign page sends
/// is not read as if it were. Throws Error(kUnsupportedMediaType).
void RequireJson(const Request& request);
}  // namespace vss::http
