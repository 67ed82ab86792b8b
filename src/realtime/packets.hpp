#pragma once
#include "base/error.hpp"
#include "realtime/frame.hpp"
#include "realtime/history.hpp"
#include "realtime/member.hpp"

/// The packets of Socket.IO that the server sends, as frames.
namespace vss::realtime {

FramePtr ConnectPacket(const Member& member);
FramePtr ConnectErrorPacket(std::string_view space, std::string_view message, std::string_view code);
FramePtr DisconnectPacket();
/// 42["name",payload]
FramePtr EventPacket(std::string_view name, const json::object& payload);
/// The same with its place in the stream behind it.
FramePtr BroadcastPacket(std::string_view name, const json::object& payload, Offset offset);
/// One part of a snapshot; `items` is a JSON array. Only the last has a place in the stream.
struct SnapshotPart {
  std::string_view topic, items;
  std::size_t part = 1, parts = 1;
  Offset offset = 0;
};
FramePtr SnapshotPacket(const SnapshotPart& part);
/// 43<id>[answer]
FramePtr AckPacket(std::uint64_t id, const json::object& answer);

json::object OkAnswer();
json::object ErrorAnswer(std::string_view code, std::string_view message);
inline json::object ErrorAnswer(const Error& error) {
  return ErrorAnswer(Describe(error.code()).name, error.message());
}
}  // namespace vss::realtime
