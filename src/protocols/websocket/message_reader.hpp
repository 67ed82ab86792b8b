#pragma once
#include <expected>
#include <span>
#include <string>

#include "protocols/websocket/frame.hpp"

namespace vss::websocket {

/// Puts the messages of one client together from bytes as they come. Holds bytes only while a frame or a
/// message is incomplete, never more than `limit` of the message and one read.
class MessageReader {
 public:
  class Sink {
   public:
    virtual ~Sink() = default;
    /// A whole text or binary message, or a control frame; `data` is gone after the call. False stops
    /// reading: the reader must not be used again (and may be gone).
    virtual bool OnMessage(Opcode opcode, std::string_view data) = 0;
    /// The most bytes that the next message may have.
    virtual std::size_t MessageLimit() const = 0;
  };

  /// Changes `bytes`. The error is what to close with.
  std::expected<void, CloseCode> Feed(std::span<char> bytes, Sink& sink);

 private:
  enum class Step { kTaken, kNeedMore, kStopped };
  std::expected<Step, CloseCode> Next(std::span<char>& rest, Sink& sink);
  std::expected<Step, CloseCode> Take(const ClientHead& head, std::string_view data, Sink& sink);

  std::string waiting_;                    ///< of a frame that is not whole yet
  std::string message_;                    ///< frames before the final one
  Opcode opcode_ = Opcode::kContinuation;  ///< of `message_`; kContinuation: none
};
}  // namespace vss::websocket
