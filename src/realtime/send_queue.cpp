#include "realtime/send_queue.hpp"

namespace vss::realtime {
namespace {
constexpr std::size_t kKeptFrames = 8, kCompactAt = 64;
}

void SendQueue::Push(FramePtr frame) {
  bytes_ += frame->websocket().size();
  frames_.push_back(std::move(frame));
}

std::size_t SendQueue::Gather(std::span<std::string_view> parts) const {
  const std::size_t many = std::min(parts.size(), count());
  for (std::size_t i = 0; i < many; ++i) parts[i] = frames_[head_ + i]->websocket();
  if (many > 0) parts[0].remove_prefix(sent_);
  return many;
}

void SendQueue::Sent(std::size_t bytes) {
  bytes_ -= bytes;
  bytes += std::exchange(sent_, 0);
  while (head_ < frames_.size() && bytes >= frames_[head_]->websocket().size()) {
    bytes -= frames_[head_]->websocket().size();
    DropFirst();
  }
  sent_ = bytes;
}

FramePtr SendQueue::Pop() {
  FramePtr frame = frames_[head_];
  bytes_ -= frame->websocket().size();
  DropFirst();
  return frame;
}

void SendQueue::Clear() {
  std::vector<FramePtr>().swap(frames_);
  head_ = sent_ = bytes_ = 0;
}

void SendQueue::DropFirst() {
  frames_[head_++].reset();
  if (head_ == frames_.size()) {
    head_ = 0;
    if (frames_.capacity() > kKeptFrames) {
      std::vector<FramePtr>().swap(frames_);
    } else {
      frames_.clear();
    }
  } else if (head_ >= kCompactAt && head_ * 2 > frames_.size()) {
    frames_.erase(frames_.begin(), frames_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }
}
}  // namespace vss::realtime
