#include "base/crypto.hpp"
#include "protocols/engineio/packet.hpp"
#include "protocols/socketio/packet.hpp"
#include "targets.hpp"

// The input as the body of a POST: packets of Engine.IO, and in its messages packets of Socket.IO.
namespace {
void CheckSocketIo(std::string_view text) {
  const auto packet = vss::socketio::Decode(text);
  if (!packet) return;
  Expect(packet->attachments <= vss::socketio::kMaxAttachments, "attachments are bounded");
  Expect(!packet->ack_id || *packet->ack_id <= vss::socketio::kMaxAckId, "acknowledgement ids are bounded");
  Expect(packet->space.size() <= vss::socketio::kMaxSpaceChars, "names of namespaces are bounded");
  const std::string again = vss::socketio::Encode(*packet);
  const auto second = vss::socketio::Decode(again);
  Expect(second && second->type == packet->type && second->space == packet->space &&
             second->ack_id == packet->ack_id && second->json == packet->json &&
             second->attachments == packet->attachments,
         "what was read can be written and read again");
}
}  // namespace

int FuzzEngineIo(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto packets = vss::engineio::SplitPayload(body, 64);
  if (!packets) return 0;
  Expect(packets->size() <= 64, "packets are bounded");
  std::string again;
  bool first = true;
  for (const std::string_view text : *packets) {
    if (!first) again += '\x1E';
    first = false;
    again += text;
    const auto packet = vss::engineio::Decode(text);
    if (!packet) continue;
    if (packet->binary) {
      const auto bytes = vss::crypto::Base64Decode(packet->data);
      if (bytes) Expect(vss::engineio::BinaryInPayload(*bytes) == text, "one text for the same bytes");
    } else if (packet->type == vss::engineio::PacketType::kMessage) {
      CheckSocketIo(packet->data);
    }
  }
  Expect(again == body, "nothing is lost between the packets");
  CheckSocketIo(body);
  return 0;
}
