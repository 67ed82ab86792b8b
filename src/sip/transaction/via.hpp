#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sip/message/message.hpp"
#include "sip/transport/flow.hpp"

/// What the transport layer does with the topmost Via (RFC 3261 §18, RFC 3581). Pure.
namespace vss::sip {

inline constexpr std::uint16_t kDefaultPort = 5060;

/// `message` with a Via of ours on top: asks for the source port (RFC 3581 §3).
std::string WithVia(std::string_view message, Transport transport, std::string_view sent_by,
                    std::string_view branch);

/// The request with "received" and "rport" as its source says (§18.2.1, RFC 3581 §4), whatever the sender put
/// there. None when the Via is right as it is.
std::optional<std::string> WithSource(const Message& request, const Endpoint& source);

/// Where the response to a request goes (§18.2.2): the connection that brought it; for UDP its source
/// address, with the source port when the sender asked for that and else the port of the Via. "maddr" is not
/// followed: it would let anyone aim responses at others.
Flow ResponseFlow(const Message& request, const Flow& flow);

/// Where a response over a connection that is gone may still go (§18.2.2): the port of the Via at the source
/// address.
Flow FallbackFlow(const Message& request, const Flow& flow);
}  // namespace vss::sip
