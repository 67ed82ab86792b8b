#pragma once
#include <string>

#include "sip/message/message.hpp"

/// The requests that a client transaction makes by itself. Pure. Empty when `request` is no request of ours.
namespace vss::sip {

/// The ACK of a non-2xx final response (RFC 3261 §17.1.1.3): all as in the INVITE, To as in the response.
std::string BuildAck(std::string_view invite, const Message& response);
/// The CANCEL of an INVITE (§9.1): all as in the INVITE, its topmost Via alone.
std::string BuildCancel(std::string_view invite);
}  // namespace vss::sip
