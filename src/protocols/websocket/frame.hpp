#pragma once
#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

/// RFC 6455 as a server speaks it: unmasked out, masked in, no extensions.
namespace vss::websocket {

enum class Opcode : std::uint8_t {
  kContinuation = 0,
  kText = 1,
  kBinary = 2,
  kClose = 8,
  kPing = 9,
  kPong = 10
};

/// RFC 6455 §7.4.1.
enum class CloseCode : std::uint16_t {
  kNormal = 1000,
  kGoingAway = 1001,
  kProtocolError = 1002,
  kNotUtf8 = 1007,
  kPolicy = 1008,
  kTooBig = 1009,
  kTryLater = 1013
};

/// The head of an unmasked frame that is a whole message of `length` bytes, at most 10 bytes.
std::string FrameHead(Opcode opcode, std::size_t length);
/// A whole close frame.
std::string CloseFrame(CloseCode code);

/// The head of a frame as a client sends it.
struct ClientHead {
  Opcode opcode = Opcode::kText;
  bool final = true;
  std::array<char, 4> mask{};
  std::uint64_t length = 0;
  std::size_t bytes = 0;  ///< of the head itself, 6 to 14
};
/// nullopt: more bytes are needed. Malformed: kProtocolError (unmasked, reserved bits or opcodes, control
/// frames that are long or in pieces, lengths that are not in their shortest form).
std::expected<std::optional<ClientHead>, CloseCode> DecodeHead(std::string_view bytes);

/// RFC 6455 §5.3, in place.
void Unmask(char* data, std::size_t length, std::array<char, 4> mask);

bool IsUtf8(std::string_view text);
}  // namespace vss::websocket
