#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sip/transport/flow.hpp"

namespace vss::sip {

/// A flow's transport and remote end as text for the store: udp:192.0.2.7:5062, tcp:[2001:db8::1]:5060.
std::string FormatFlow(const Flow& flow);
/// nullopt when it is not such a text. A connection is not part of it.
std::optional<Flow> ParseFlow(std::string_view text);
}  // namespace vss::sip
