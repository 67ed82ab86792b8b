#include "protocols/socketio/packet.hpp"

#include <charconv>

namespace vss::socketio {
namespace {
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view TakeDigits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && IsDigit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

std::optional<std::uint64_t> Number(std::string_view digits, std::uint64_t most) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failure != std::errc() || end != digits.data() + digits.size() || value > most) return std::nullopt;
  return value;
}

bool IsBinary(PacketType type) { return type == PacketType::kBinaryEvent || type == PacketType::kBinaryAck; }

std::optional<Problem> TakeAttachments(std::string_view& text, Packet& packet) {
  const auto count = Number(TakeDigits(text), kMaxAttachments);
  if (!count || !text.starts_with('-')) return Problem::kAttachments;
  text.remove_prefix(1);
  packet.attachments = static_cast<unsigned>(*count);
  return std::nullopt;
}

std::optional<Problem> TakeSpace(std::string_view& text, Packet& packet) {
  const std::size_t end = text.find(',');
  packet.space = text.substr(0, end);
  if (packet.space.size() > kMaxSpaceChars) return Problem::kNamespace;
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return std::nullopt;
}

// What each type must and must not have.
std::optional<Problem> Check(const Packet& packet) {
  const bool list = packet.json.starts_with('['), object = packet.json.starts_with('{');
  switch (packet.type) {
    case PacketType::kConnect:
      return packet.ack_id || (!packet.json.empty() && !object) ? std::optional(Problem::kPayload)
                                                                : std::nullopt;
    case PacketType::kDisconnect:
      return packet.ack_id || !packet.json.empty() ? std::optional(Problem::kPayload) : std::nullopt;
    case PacketType::kEvent:
    case PacketType::kBinaryEvent:
      return list ? std::nullopt : std::optional(Problem::kPayload);
    case PacketType::kAck:
    case PacketType::kBinaryAck:
      if (!packet.ack_id) return Problem::kAckId;
      return list ? std::nullopt : std::optional(Problem::kPayload);
    case PacketType::kConnectError:
      return object || packet.json.starts_with('"') ? std::nullopt : std::optional(Problem::kPayload);
  }
  return Problem::kType;
}
}  // namespace

std::string_view ToString(Problem problem) {
  constexpr std::array<std::string_view, 5> kNames = {"packet type", "number of attachments", "namespace",
                                                      "acknowledgement id", "payload"};
  return kNames[static_cast<std::size_t>(problem)];
}

std::expected<Packet, Problem> Decode(std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '6') return std::unexpected(Problem::kType);
  Packet packet{.type = static_cast<PacketType>(text.front() - '0')};
  text.remove_prefix(1);
  if (IsBinary(packet.type)) {
    if (const auto problem = TakeAttachments(text, packet)) return std::unexpected(*problem);
  }
  if (text.starts_with('/')) {
    if (const auto problem = TakeSpace(text, packet)) return std::unexpected(*problem);
  }
  if (const std::string_view digits = TakeDigits(text); !digits.empty()) {
    packet.ack_id = Number(digits, kMaxAckId);
    if (!packet.ack_id) return std::unexpected(Problem::kAckId);
  }
  packet.json = text;
  if (const auto problem = Check(packet)) return std::unexpected(*problem);
  return packet;
}

std::string Encode(const Packet& packet, std::string_view prefix) {
  std::string out(prefix);
  out.reserve(prefix.size() + packet.json.size() + 32);
  out += static_cast<char>('0' + static_cast<int>(packet.type));
  if (IsBinary(packet.type)) fmt::format_to(std::back_inserter(out), "{}-", packet.attachments);
  if (packet.space != "/") fmt::format_to(std::back_inserter(out), "{},", packet.space);
  if (packet.ack_id) fmt::format_to(std::back_inserter(out), "{}", *packet.ack_id);
  out += packet.json;
  return out;
}
}  // namespace vss::socketio
