#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "sip/message/message.hpp"

namespace vss::sip {

/// Cuts messages out of a stream by Content-Length (RFC 3261 §18.3), whatever pieces it comes in. Pure. Holds
/// at most one message and what came with it.
class Framer {
 public:
  static constexpr std::size_t kMaxHeaderBytes = Message::kMaxBytes - 4;  ///< and the end of headers

  enum class Kind : std::uint8_t {
    kNeedMore,
    kMessage,
    kPing,       ///< CRLF CRLF between messages (RFC 5626 §4.4.1): to be answered with CRLF
    kMalformed,  ///< no Content-Length, two that differ, or too large: where the next message begins is
                 ///< unknown
  };
  struct Result {
    Kind kind = Kind::kNeedMore;
    std::string_view message;  ///< valid until the next call
  };

  void Append(std::string_view bytes);
  /// To be called until it needs more. After kMalformed the stream is to be closed.
  Result Next();
  /// Whether the beginning of a message waits for its rest.
  bool InMessage() const { return buffer_.size() - begin_ > 2; }

 private:
  bool SkipPings(Result& result);

  std::string buffer_;
  std::size_t begin_ = 0;    ///< of what was not handed out yet
  std::size_t scanned_ = 0;  ///< no end of headers before here, so that drops of bytes are not scanned again
  std::size_t length_ = 0;   ///< of the message at begin_, once its headers are complete
};
}  // namespace vss::sip
