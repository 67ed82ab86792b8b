#pragma once
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <string>
#include <string_view>

#include "protocols/websocket/frame.hpp"

namespace vss::realtime {

/// One message on its way out, encoded once and shared by all who receive it. Immutable; belongs to one loop,
/// so that counting references costs nothing.
class Frame final : public boost::intrusive_ref_counter<Frame, boost::thread_unsafe_counter> {
 public:
  Frame(websocket::Opcode opcode, std::string_view message)
      : bytes_(websocket::FrameHead(opcode, message.size())), head_(bytes_.size()), opcode_(opcode) {
    bytes_ += message;
  }
  /// As a WebSocket carries it.
  std::string_view websocket() const { return bytes_; }
  /// The message alone, as polling carries it.
  std::string_view message() const { return std::string_view(bytes_).substr(head_); }
  websocket::Opcode opcode() const { return opcode_; }

 private:
  std::string bytes_;
  std::size_t head_;
  websocket::Opcode opcode_;
};
using FramePtr = boost::intrusive_ptr<const Frame>;

/// `packet` is an Engine.IO packet: 42["event",…].
inline FramePtr TextFrame(std::string_view packet) {
  return FramePtr(new Frame(websocket::Opcode::kText, packet));
}
inline FramePtr BinaryFrame(std::string_view bytes) {
  return FramePtr(new Frame(websocket::Opcode::kBinary, bytes));
}
}  // namespace vss::realtime
