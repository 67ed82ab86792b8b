#include <algorithm>
#include <vector>

#include "protocols/websocket/message_reader.hpp"
#include "targets.hpp"

// The input as a stream of frames: read whole, and in pieces whose lengths the input says, it must give the
// same messages and the same end.
namespace {
using vss::websocket::CloseCode;
using vss::websocket::MessageReader;
using vss::websocket::Opcode;

struct Collector final : MessageReader::Sink {
  bool OnMessage(Opcode opcode, std::string_view data) override {
    Expect(data.size() <= MessageLimit() || opcode >= Opcode::kClose, "no message is over the limit");
    if (opcode == Opcode::kText) Expect(vss::websocket::IsUtf8(data), "text is UTF-8");
    messages.emplace_back(opcode, data);
    return true;
  }
  std::size_t MessageLimit() const override { return 2000; }
  std::vector<std::pair<Opcode, std::string>> messages;
  std::expected<void, CloseCode> end;
};

void Feed(Collector& out, std::string bytes, std::size_t piece) {
  MessageReader reader;
  for (std::size_t at = 0; at < bytes.size() && out.end; at += piece) {
    const std::size_t length = std::min(piece, bytes.size() - at);
    // A copy of its own, so that a read past the end is seen.
    std::vector<char> part(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                           bytes.begin() + static_cast<std::ptrdiff_t>(at + length));
    out.end = reader.Feed(part, out);
  }
}
}  // namespace

int FuzzWebSocket(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::size_t piece = 1 + data[0] % 40;
  const std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  Collector whole, pieces;
  Feed(whole, bytes, std::max<std::size_t>(bytes.size(), 1));
  Feed(pieces, bytes, piece);
  Expect(whole.messages == pieces.messages, "pieces do not change the messages");
  Expect(whole.end == pieces.end, "pieces do not change the end");
  return 0;
}
