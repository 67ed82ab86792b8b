#include "protocols/websocket/frame.hpp"

#include <bit>
#include <cstring>

namespace vss::websocket {
namespace {
constexpr unsigned kFinal = 0x80, kReserved = 0x70, kOpcode = 0x0F, kMasked = 0x80, kShortLength = 0x7F;

unsigned Byte(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

bool IsKnown(unsigned opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

std::uint64_t BigEndian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) value = value << 8 | Byte(bytes, i);
  return value;
}

void AppendBigEndian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
}
}  // namespace

std::string FrameHead(Opcode opcode, std::size_t length) {
  std::string head(1, static_cast<char>(kFinal | static_cast<unsigned>(opcode)));
  if (length < 126) {
    head += static_cast<char>(length);
  } else if (length <= 0xFFFF) {
    head += static_cast<char>(126);
    AppendBigEndian(head, length, 2);
  } else {
    head += static_cast<char>(127);
    AppendBigEndian(head, length, 8);
  }
  return head;
}

std::string CloseFrame(CloseCode code) {
  std::string frame = FrameHead(Opcode::kClose, 2);
  AppendBigEndian(frame, static_cast<std::uint16_t>(code), 2);
  return frame;
}

std::expected<std::optional<ClientHead>, CloseCode> DecodeHead(std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const unsigned first = Byte(bytes, 0), second = Byte(bytes, 1), opcode = first & kOpcode;
  const std::unexpected broken(CloseCode::kProtocolError);
  if ((first & kReserved) != 0 || !IsKnown(opcode) || (second & kMasked) == 0) return broken;
  ClientHead head{.opcode = static_cast<Opcode>(opcode), .final = (first & kFinal) != 0};
  const unsigned short_length = second & kShortLength;
  if (opcode >= 8 && (!head.final || short_length > 125)) return broken;
  const std::size_t length_bytes = short_length == 126 ? 2 : short_length == 127 ? 8 : 0;
  head.bytes = 2 + length_bytes + head.mask.size();
  if (bytes.size() < head.bytes) return std::nullopt;
  head.length = length_bytes == 0 ? short_length : BigEndian(bytes.substr(2, length_bytes));
  // RFC 6455 §5.2: the shortest form, and the highest bit of eight is 0.
  if ((length_bytes == 2 && head.length < 126) || (length_bytes == 8 && head.length <= 0xFFFF) ||
      head.length >> 63 != 0)
    return broken;
  std::memcpy(head.mask.data(), bytes.data() + 2 + length_bytes, head.mask.size());
  return head;
}

void Unmask(char* data, std::size_t length, std::array<char, 4> mask) {
  std::array<char, 8> twice;
  for (std::size_t i = 0; i < twice.size(); ++i) twice[i] = mask[i % 4];
  const auto wide_mask = std::bit_cast<std::uint64_t>(twice);
  std::size_t at = 0;
  for (; at + 8 <= length; at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, data + at, 8);
    word ^= wide_mask;
    std::memcpy(data + at, &word, 8);
  }
  for (; at < length; ++at) data[at] = static_cast<char>(data[at] ^ mask[at % 4]);
}

// The table of well-formed sequences in the Unicode Standard (3-7): the second byte's range depends on the
// first.
bool IsUtf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const unsigned lead = Byte(text, at);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || at + more >= text.size()) return false;
    const unsigned second = Byte(text, at + 1);
    const unsigned least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) return false;
    for (std::size_t i = 2; i <= more; ++i) {
      if ((Byte(text, at + i) & 0xC0) != 0x80) return false;
    }
    at += more + 1;
  }
  return true;
}
}  // namespace vss::websocket
