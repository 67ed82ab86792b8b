#pragma once
#include <string_view>

#include "sip/message/message.hpp"

namespace vss::sip {
/// Names without regard to case, long or compact (RFC 3261 §7.3.1, §7.3.3).
HeaderId FindHeaderId(std::string_view name);
}  // namespace vss::sip
