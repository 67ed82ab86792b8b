#include "realtime/client.hpp"

#include "realtime/packets.hpp"

namespace vss::realtime {

using socketio::PacketType;

void Client::OnText(std::string_view message) {
  if (partial_) return link_.End(LinkEnd::kMalformed);  // attachments had to follow
  const auto packet = socketio::Decode(message);
  if (!packet) return link_.End(LinkEnd::kMalformed);
  if (packet->attachments == 0) return Handle(*packet, {});
  if (!member_) return link_.End(LinkEnd::kMalformed);
  partial_ = std::make_unique<Partial>(Partial{.text = std::string(message), .wanted = packet->attachments});
}

void Client::OnBinary(std::string_view message) {
  if (!partial_) return link_.End(LinkEnd::kMalformed);
  partial_->bytes += message.size();
  if (partial_->bytes > services_.settings.max_message_bytes) return link_.End(LinkEnd::kTooBig);
  partial_->attachments.emplace_back(message);
  if (partial_->attachments.size() < partial_->wanted) return;
  const auto whole = std::move(partial_);
  Handle(*socketio::Decode(whole->text), whole->attachments);
}

void Client::Handle(const socketio::Packet& packet, const std::vector<std::string>& attachments) {
  if (packet.type == PacketType::kConnect) return Connect(packet);
  // The client cannot know yet that it was signed out: what it sent meanwhile says nothing.
  if (!member_) return;
  switch (packet.type) {
    case PacketType::kDisconnect:
      services_.hub.Leave(*member_, Hub::Keep::kForget);
      member_.reset();
      return;
    case PacketType::kEvent:
    case PacketType::kBinaryEvent:
      return OnEvent(packet, attachments);
    case PacketType::kAck:
    case PacketType::kBinaryAck:
      return;  // the server asks for none
    default:
      return link_.End(LinkEnd::kMalformed);
  }
}

void Client::OnEnd(LinkEnd end) {
  if (!member_) return;
  const bool may_return = end == LinkEnd::kPeer || end == LinkEnd::kSilence || end == LinkEnd::kSlow;
  services_.hub.Leave(*member_, may_return ? Hub::Keep::kForRecovery : Hub::Keep::kForget);
  member_.reset();
}

void Client::SignOut(const Error& reason) {
  if (!member_) return;
  link_.Send(
      EventPacket("session.ended", {{"code", Describe(reason.code()).name}, {"message", reason.message()}}));
  link_.Send(DisconnectPacket());
  services_.hub.Leave(*member_, Hub::Keep::kForget);
  member_.reset();
}

void Client::Answer(AckId ack, const json::object& answer) {
  if (ack) link_.Send(AckPacket(*ack, answer));
}
}  // namespace vss::realtime
