#include "realtime/packets.hpp"

#include "protocols/socketio/packet.hpp"

namespace vss::realtime {
namespace {
constexpr std::string_view kMessage = "4";  // Engine.IO's
}

FramePtr ConnectPacket(const Member& member) {
  return TextFrame(fmt::format(R"(40{{"sid":"{}","pid":"{}"}})", member.sid, member.pid));
}

FramePtr ConnectErrorPacket(std::string_view space, std::string_view message, std::string_view code) {
  const std::string body = ToText(json::object{{"message", message}, {"data", {{"code", code}}}});
  return TextFrame(socketio::Encode(
      {.type = socketio::PacketType::kConnectError, .space = space, .json = body}, kMessage));
}

FramePtr DisconnectPacket() { return TextFrame("41"); }

FramePtr EventPacket(std::string_view name, const json::object& payload) {
  return TextFrame(fmt::format(R"(42["{}",{}])", name, ToText(payload)));
}

FramePtr BroadcastPacket(std::string_view name, const json::object& payload, Offset offset) {
  return TextFrame(fmt::format(R"(42["{}",{},"{}"])", name, ToText(payload), offset));
}

FramePtr SnapshotPacket(const SnapshotPart& part) {
  const bool last = part.part == part.parts;
  return TextFrame(
      fmt::format(R"(42["{0}.snapshot",{{"topic":"{0}","items":{1},"part":{2},"parts":{3}}}{4}])", part.topic,
                  part.items, part.part, part.parts, last ? fmt::format(R"(,"{}")", part.offset) : ""));
}

FramePtr AckPacket(std::uint64_t id, const json::object& answer) {
  return TextFrame(fmt::format("43{}[{}]", id, ToText(answer)));
}

json::object OkAnswer() { return {{"ok", true}}; }

json::object ErrorAnswer(std::string_view code, std::string_view message) {
  return {{"error", true}, {"code", code}, {"message", message}};
}
}  // namespace vss::realtime
