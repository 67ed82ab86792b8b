#include "protocols/websocket/message_reader.hpp"

namespace vss::websocket {

std::expected<void, CloseCode> MessageReader::Feed(std::span<char> bytes, Sink& sink) {
  std::string joined;
  if (!waiting_.empty()) {
    joined = std::exchange(waiting_, {});
    joined.append(bytes.data(), bytes.size());
    bytes = joined;
  }
  while (true) {
    const auto step = Next(bytes, sink);
    if (!step) return std::unexpected(step.error());
    if (*step == Step::kStopped) return {};
    if (*step == Step::kNeedMore) break;
  }
  if (bytes.empty()) return {};
  if (bytes.size() == joined.size()) {
    waiting_ = std::move(joined);  // a long frame grows in place instead of being copied with each read
  } else {
    waiting_.assign(bytes.data(), bytes.size());
  }
  return {};
}

std::expected<MessageReader::Step, CloseCode> MessageReader::Next(std::span<char>& rest, Sink& sink) {
  const auto head = DecodeHead({rest.data(), rest.size()});
  if (!head) return std::unexpected(head.error());
  if (!*head) return Step::kNeedMore;
  const ClientHead& frame = **head;
  const bool control = frame.opcode >= Opcode::kClose;
  if (!control && frame.length + message_.size() > sink.MessageLimit())
    return std::unexpected(CloseCode::kTooBig);
  const auto length = static_cast<std::size_t>(frame.length);
  if (rest.size() - frame.bytes < length) return Step::kNeedMore;
  char* data = rest.data() + frame.bytes;
  Unmask(data, length, frame.mask);
  rest = rest.subspan(frame.bytes + length);
  return Take(frame, {data, length}, sink);
}

std::expected<MessageReader::Step, CloseCode> MessageReader::Take(const ClientHead& head,
                                                                  std::string_view data, Sink& sink) {
  const auto pass_on = [&](Opcode opcode, std::string_view message) -> std::expected<Step, CloseCode> {
    if (opcode == Opcode::kText && !IsUtf8(message)) return std::unexpected(CloseCode::kNotUtf8);
    return sink.OnMessage(opcode, message) ? Step::kTaken : Step::kStopped;
  };
  if (head.opcode >= Opcode::kClose) return pass_on(head.opcode, data);
  const bool continues = head.opcode == Opcode::kContinuation;
  if (continues != (opcode_ != Opcode::kContinuation)) return std::unexpected(CloseCode::kProtocolError);
  if (!continues && head.final) return pass_on(head.opcode, data);
  if (!continues) opcode_ = head.opcode;
  message_ += data;
  if (!head.final) return Step::kTaken;
  const std::string whole = std::exchange(message_, {});
  return pass_on(std::exchange(opcode_, Opcode::kContinuation), whole);
}
}  // namespace vss::websocket
