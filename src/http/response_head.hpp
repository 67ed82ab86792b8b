#pragma once
#include <cstdint>
#include <string>

#include "http/message.hpp"

namespace vss::http {

/// Whether the connection goes on after the answer.
enum class Persistence : std::uint8_t { kKeepAlive, kClose };

/// Status line and header fields up to the empty line (RFC 9112 §4, §5). Values lose CR and LF, so that none
/// can start a field of its own. On one loop only: the Date is kept for a second.
std::string RenderHead(const Response& response, Persistence persistence);
}  // namespace vss::http
