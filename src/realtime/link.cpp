#include "realtime/link.hpp"

#include "base/crypto.hpp"
#include "base/error.hpp"

namespace vss::realtime {
namespace {
constexpr std::size_t kMaxPackets = 512;           // in one body
constexpr std::size_t kMaxPayloadBytes = 1 << 20;  // of one answer to a poll
constexpr std::size_t kMaxParts = 64;
constexpr std::chrono::seconds kLongestPoll{45};
constexpr std::chrono::milliseconds kProbingPoll{100};

websocket::CloseCode CodeOf(LinkEnd end) {
  switch (end) {
    case LinkEnd::kMalformed:
      return websocket::CloseCode::kProtocolError;
    case LinkEnd::kTooBig:
      return websocket::CloseCode::kTooBig;
    case LinkEnd::kFlood:
    case LinkEnd::kUnknown:
      return websocket::CloseCode::kPolicy;
    case LinkEnd::kStop:
      return websocket::CloseCode::kGoingAway;
    case LinkEnd::kSlow:
      return websocket::CloseCode::kTryLater;
    default:
      return websocket::CloseCode::kNormal;
  }
}

Error Wrong(std::string message) { return {ErrorCode::kInvalidParams, std::move(message)}; }
}  // namespace

std::string_view ToString(LinkEnd end) {
  constexpr std::array<std::string_view, 9> kNames = {"none",    "peer",  "silence", "slow", "malformed",
                                                      "too_big", "flood", "unknown", "stop"};
  return kNames[static_cast<std::size_t>(end)];
}

Link::~Link() {
  if (stream_) stream_->Close();
}

void Link::Send(FramePtr frame) {
  if (end_ != LinkEnd::kNone) return;
  const Settings& limits = host_.settings();
  if (queue_.count() >= limits.max_queue_frames ||
      queue_.bytes() + frame->websocket().size() > limits.max_queue_bytes)
    return End(LinkEnd::kSlow);
  if (queue_.empty()) progress_ = host_.now();
  queue_.Push(std::move(frame));
  host_.MarkDirty(*this);
}

void Link::End(LinkEnd end) {
  if (end_ != LinkEnd::kNone) return;
  end_ = end;
  queue_.Clear();
  host_.MarkDirty(*this);
}

void Link::EndWhenSent(LinkEnd end) {
  if (end_when_sent_ == LinkEnd::kNone) end_when_sent_ = end;
  host_.MarkDirty(*this);
}

std::size_t Link::MessageLimit() const {
  const Settings& limits = host_.settings();
  return user_->IsKnown() ? limits.max_message_bytes : limits.max_first_message_bytes;
}

void Link::Attach(std::shared_ptr<http::ByteStream> stream, As as) {
  if (!CanUpgrade()) return stream->Close();
  stream_ = std::move(stream);
  reader_ = std::make_unique<websocket::MessageReader>();
  transport_ = as == As::kFresh ? Transport::kWebSocket : Transport::kProbing;
  progress_ = host_.now();
  stream_->Start(*this);
  host_.MarkDirty(*this);
}

void Link::OnBytes(std::span<char> bytes) {
  if (!IsListening() || !reader_) return;
  const auto outcome = reader_->Feed(bytes, *this);
  if (outcome) return;
  StreamEnded(outcome.error() == websocket::CloseCode::kTooBig ? LinkEnd::kTooBig : LinkEnd::kMalformed);
}

void Link::OnWritable() {
  blocked_ = false;
  host_.MarkDirty(*this);
}

// A probe that fails leaves the polling session as it was.
void Link::StreamEnded(LinkEnd end) {
  if (transport_ != Transport::kProbing) return End(end);
  CloseStream(CodeOf(end));
  transport_ = Transport::kPolling;
}

bool Link::OnMessage(websocket::Opcode opcode, std::string_view data) {
  using enum websocket::Opcode;
  if (opcode == kClose) {
    StreamEnded(LinkEnd::kPeer);
  } else if (opcode == kPing) {
    Send(FramePtr(new Frame(kPong, data)));
  } else if (transport_ == Transport::kProbing && opcode != kPong) {
    OnProbe(opcode == kText ? data : std::string_view());
  } else if (opcode == kBinary) {
    user_->OnBinary(data);
  } else if (opcode == kText) {
    const auto packet = engineio::Decode(data);
    if (!packet || packet->binary)
      End(LinkEnd::kMalformed);
    else
      OnPacket(*packet);
  }
  return IsListening() && stream_ != nullptr;
}

// "2probe" → "3probe", and the waiting poll is answered, so that the client can pause; "5" makes the switch.
void Link::OnProbe(std::string_view text) {
  if (text == "2probe") {
    const FramePtr answer = TextFrame("3probe");
    const std::string_view bytes = answer->websocket();
    if (stream_->Send(std::span(&bytes, 1)) != bytes.size()) return StreamEnded(LinkEnd::kSlow);
    if (poll_) poll_->Notify();
  } else if (text == "5") {
    transport_ = Transport::kWebSocket;
    if (poll_) poll_->Notify();
    host_.MarkDirty(*this);
  } else {
    StreamEnded(LinkEnd::kMalformed);
  }
}

void Link::OnPacket(const engineio::Packet& packet) {
  using enum engineio::PacketType;
  switch (packet.type) {
    case kMessage:
      return user_->OnText(packet.data);
    case kPong:
      return host_.NoteAnswer(*this);
    case kClose:
      return End(LinkEnd::kPeer);
    case kNoop:
      return;
    default:
      return End(LinkEnd::kMalformed);
  }
}

Task<std::string> Link::Poll() {
  if (transport_ == Transport::kWebSocket) throw Wrong("this session has gone over to WebSocket");
  if (poll_) {
    End(LinkEnd::kMalformed);
    throw Wrong("this session waits in another request already");
  }
  const auto self = shared_from_this();
  if (queue_.empty() && end_ == LinkEnd::kNone) {
    const auto wakeup = poll_ = std::make_shared<Wakeup>(host_.loop());
    if (transport_ == Transport::kProbing) {
      co_await wakeup->WaitFor(kProbingPoll);
    } else {
      co_await wakeup->WaitFor(kLongestPoll);
    }
    if (poll_ == wakeup) poll_.reset();
  }
  // To a client that closes itself there is nothing to say; others are told that it is over.
  if (end_ != LinkEnd::kNone) co_return end_ == LinkEnd::kPeer ? "6" : "1";
  if (transport_ == Transport::kWebSocket || queue_.empty()) co_return "6";
  co_return TakePayload();
}

std::string Link::TakePayload() {
  std::string payload;
  while (!queue_.empty() && payload.size() < kMaxPayloadBytes) {
    const FramePtr frame = queue_.Pop();
    if (frame->opcode() == websocket::Opcode::kText) {
      engineio::AppendToPayload(payload, frame->message());
    } else if (frame->opcode() == websocket::Opcode::kBinary) {
      engineio::AppendToPayload(payload, engineio::BinaryInPayload(frame->message()));
    }
  }
  progress_ = host_.now();
  if (queue_.empty() && end_when_sent_ != LinkEnd::kNone) host_.MarkDirty(*this);
  return payload.empty() ? "6" : payload;
}

void Link::Post(std::string_view body) {
  if (transport_ == Transport::kWebSocket) throw Wrong("this session has gone over to WebSocket");
  const auto packets = engineio::SplitPayload(body, kMaxPackets);
  if (!packets) {
    End(LinkEnd::kFlood);
    throw Wrong(fmt::format("a body has at most {} packets", kMaxPackets));
  }
  for (const std::string_view text : *packets) {
    if (!IsListening()) break;
    OnPostedPacket(text);
  }
  if (end_ == LinkEnd::kMalformed)
    throw Wrong("the body is not a payload of Engine.IO 4 with packets of Socket.IO 5");
}

void Link::OnPostedPacket(std::string_view text) {
  const auto packet = engineio::Decode(text);
  if (!packet) return End(LinkEnd::kMalformed);
  if (!packet->binary) return OnPacket(*packet);
  const auto bytes = crypto::Base64Decode(packet->data);
  if (!bytes) return End(LinkEnd::kMalformed);
  user_->OnBinary(*bytes);
}

bool Link::Flush() {
  is_dirty = false;
  if (end_ == LinkEnd::kNone) {
    if (transport_ == Transport::kWebSocket) {
      if (!blocked_) Write();
    } else if (poll_ && !queue_.empty()) {
      poll_->Notify();
    }
    if (queue_.empty() && end_when_sent_ != LinkEnd::kNone) end_ = end_when_sent_;
  }
  if (end_ == LinkEnd::kNone) return true;
  if (poll_) poll_->Notify();
  CloseStream(CodeOf(end_));
  return false;
}

void Link::Write() {
  std::array<std::string_view, kMaxParts> parts;
  while (!queue_.empty()) {
    const std::size_t count = queue_.Gather(parts);
    std::size_t wanted = 0;
    for (std::size_t i = 0; i < count; ++i) wanted += parts[i].size();
    const std::size_t sent = stream_->Send(std::span(parts).first(count));
    queue_.Sent(sent);
    if (sent > 0) progress_ = host_.now();
    if (sent < wanted) {
      blocked_ = true;
      return;
    }
  }
}

// What waits is lost: whoever wants it sent first says EndWhenSent.
void Link::CloseStream(websocket::CloseCode code) {
  if (!stream_) return;
  if (!blocked_) {
    const std::string frame = websocket::CloseFrame(code);
    const std::string_view bytes = frame;
    stream_->Send(std::span(&bytes, 1));
  }
  stream_->Close();
  stream_.reset();
}

void Link::Ping() {
  static const FramePtr kPing = TextFrame("2");
  Send(kPing);
}

void Link::CheckStall() {
  const auto idle = host_.now() - progress_;
  if (transport_ == Transport::kProbing && idle > host_.settings().upgrade_timeout)
    return StreamEnded(LinkEnd::kSilence);
  if (!queue_.empty() && idle > host_.settings().stall_timeout) End(LinkEnd::kSlow);
}
}  // namespace vss::realtime
