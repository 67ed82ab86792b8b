#include "protocols/engineio/packet.hpp"

#include "base/crypto.hpp"

namespace vss::engineio {
namespace {
constexpr char kSeparator = '\x1E';
}

std::optional<Packet> Decode(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const char first = text.front();
  text.remove_prefix(1);
  if (first == 'b') return Packet{.type = PacketType::kMessage, .binary = true, .data = text};
  if (first < '0' || first > '6') return std::nullopt;
  return Packet{.type = static_cast<PacketType>(first - '0'), .data = text};
}

std::optional<std::vector<std::string_view>> SplitPayload(std::string_view body, std::size_t most) {
  std::vector<std::string_view> packets;
  while (true) {
    if (packets.size() == most) return std::nullopt;
    const std::size_t end = body.find(kSeparator);
    packets.push_back(body.substr(0, end));
    if (end == std::string_view::npos) return packets;
    body.remove_prefix(end + 1);
  }
}

void AppendToPayload(std::string& body, std::string_view packet) {
  if (!body.empty()) body += kSeparator;
  body += packet;
}

std::string BinaryInPayload(std::string_view bytes) { return "b" + crypto::Base64Encode(bytes); }

std::string Encode(const Open& open) {
  return fmt::format(R"(0{{"sid":"{}","upgrades":[{}],"pingInterval":{},"pingTimeout":{},"maxPayload":{}}})",
                     open.sid, open.upgrades ? R"("websocket")" : "", open.ping_interval_ms,
                     open.ping_timeout_ms, open.max_payload);
}
}  // namespace vss::engineio
