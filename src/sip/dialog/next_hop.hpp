#pragma once
#include <optional>
#include <string_view>

#include "sip/message/message.hpp"
#include "sip/transport/flow.hpp"

namespace vss::sip {

/// Address and port that a URI names itself, without DNS: nullopt when its host is a name. Port 5060 when
/// none is given (RFC 3263 §4.2).
std::optional<Endpoint> LiteralEndpoint(const Uri& uri);

/// `base` turned to another endpoint: same transport, no connection yet. The very flow when it leads there
/// already.
Flow Towards(const Flow& base, const Endpoint& endpoint);
}  // namespace vss::sip
