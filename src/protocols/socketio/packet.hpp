#pragma once
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

/// Socket.IO protocol 5: `<type>[<attachments>-][<namespace>,][<ack id>][<JSON>]` in an Engine.IO message.
namespace vss::socketio {

enum class PacketType { kConnect, kDisconnect, kEvent, kAck, kConnectError, kBinaryEvent, kBinaryAck };

struct Packet {
  PacketType type = PacketType::kEvent;
  unsigned attachments = 0;
  std::string_view space = "/";
  std::optional<std::uint64_t> ack_id;
  std::string_view json;  ///< not looked into; empty when there is none
};

inline constexpr unsigned kMaxAttachments = 16;
inline constexpr std::size_t kMaxSpaceChars = 128;
inline constexpr std::uint64_t kMaxAckId =
    (std::uint64_t{1} << 53) - 1;  // what a JavaScript number holds exactly

enum class Problem { kType, kAttachments, kNamespace, kAckId, kPayload };
std::string_view ToString(Problem problem);

/// `text` is the data of an Engine.IO message. The packet's views are into it.
std::expected<Packet, Problem> Decode(std::string_view text);
/// The same text again, with `prefix` in front.
std::string Encode(const Packet& packet, std::string_view prefix = {});
}  // namespace vss::socketio
