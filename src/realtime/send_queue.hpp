#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "realtime/frame.hpp"

namespace vss::realtime {

/// What one client has still to get. Empty, it holds no memory.
class SendQueue {
 public:
  void Push(FramePtr frame);
  bool empty() const { return head_ == frames_.size(); }
  std::size_t count() const { return frames_.size() - head_; }
  std::size_t bytes() const { return bytes_; }

  /// The first of what is to be written to a WebSocket; says how many of `parts` it filled.
  std::size_t Gather(std::span<std::string_view> parts) const;
  /// So many of those bytes are gone.
  void Sent(std::size_t bytes);
  /// The next frame whole, for polling; not after a Sent() that ended inside it.
  FramePtr Pop();
  void Clear();

 private:
  void DropFirst();
  std::vector<FramePtr> frames_;  // those before head_ are gone
  std::size_t head_ = 0, sent_ = 0, bytes_ = 0;
};
}  // namespace vss::realtime
