#pragma once
#include <string>

#include "sip/message/message.hpp"

namespace vss::sip {

/// What names the server transaction of a request (RFC 3261 §17.2.3), written into `out`: branch, sent-by and
/// method; for RFC 2543 peers, whose branches are not unique, Request-URI, From tag, Call-ID, CSeq number,
/// topmost Via and method. ACK and CANCEL look for the key of their INVITE.
void WriteServerKey(const Message& request, Method method, std::string& out);
}  // namespace vss::sip
