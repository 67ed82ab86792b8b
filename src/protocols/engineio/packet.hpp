#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Engine.IO protocol 4: what lies between a transport (polling, WebSocket) and Socket.IO.
namespace vss::engineio {

enum class PacketType { kOpen, kClose, kPing, kPong, kMessage, kUpgrade, kNoop };

struct Packet {
  PacketType type = PacketType::kNoop;
  bool binary = false;    ///< a message; `data` are its bytes, in base64 still when it came in a payload
  std::string_view data;  ///< of the text it was read from
};

/// One text packet, or one of a payload (where `b` begins a binary message). nullopt: it is none.
std::optional<Packet> Decode(std::string_view text);

/// The packets of an HTTP body, which 0x1E separates; nullopt when there are more than `most`.
std::optional<std::vector<std::string_view>> SplitPayload(std::string_view body, std::size_t most);
/// Adds one packet to an HTTP body.
void AppendToPayload(std::string& body, std::string_view packet);
/// A binary message as a payload has it.
std::string BinaryInPayload(std::string_view bytes);

struct Open {
  std::string_view sid;
  bool upgrades = false;  ///< to WebSocket
  std::int64_t ping_interval_ms = 0, ping_timeout_ms = 0;
  std::size_t max_payload = 0;
};
/// The packet that begins a session.
std::string Encode(const Open& open);
}  // namespace vss::engineio
