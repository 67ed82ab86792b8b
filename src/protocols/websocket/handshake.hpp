#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vss::websocket {

/// What a request says of RFC 6455 §4.2.1; empty where the header is missing.
struct Handshake {
  std::string_view upgrade, connection, key, version;
};
/// The Sec-WebSocket-Accept that opens the connection; nullopt when the request asks for none, or not
/// rightly.
std::optional<std::string> Accept(const Handshake& request);
}  // namespace vss::websocket
