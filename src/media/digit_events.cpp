#include "media/digit_events.hpp"

#include <algorithm>

namespace vss::media {
namespace {
using namespace std::chrono_literals;
constexpr std::uint16_t kTick = 160;  // timestamp units in 20 ms
constexpr int kEndPackets = 3, kPauseTicks = 3;
}  // namespace

/// §2.5.1.3: a long event is reported in segments, each with the timestamp at which the one before ended.
bool DigitReceiver::Continues(const TelephoneEvent& event, std::uint32_t timestamp) const {
  return !last_.end && event.event == last_.event && timestamp == *timestamp_ + last_.duration;
}

std::optional<char> DigitReceiver::OnEvent(const RtpPacket& packet) {
  const auto event = DecodeTelephoneEvent(packet.payload);
  if (!event) return std::nullopt;
  const std::uint32_t timestamp = packet.header.timestamp;
  const bool older = timestamp_ && static_cast<std::int32_t>(timestamp - *timestamp_) < 0;
  if (older) return std::nullopt;
  const bool known = timestamp_ && (timestamp == *timestamp_ || Continues(*event, timestamp));
  const bool ended = known && timestamp == *timestamp_ && last_.end;
  timestamp_ = timestamp;
  last_ = *event;
  last_.end = last_.end || ended;
  if (known) return std::nullopt;
  return DigitOfEvent(event->event);
}

bool DigitSender::Queue(char digit, std::chrono::milliseconds duration) {
  const auto event = EventOfDigit(digit);
  if (!event || queue_.size() >= kMaxQueued) return false;
  const auto samples = std::clamp(duration, 40ms, 6000ms).count() * 8;
  queue_.push_back({*event, static_cast<std::uint16_t>(samples)});
  return true;
}

std::optional<DigitSender::Packet> DigitSender::Tick(RtpSender& sender, Steady now) {
  if (queue_.empty()) return std::nullopt;
  const Digit digit = queue_.front();
  const bool first = elapsed_ == 0;
  if (elapsed_ >= digit.duration && ++after_end_ >= kEndPackets) {
    if (after_end_ == kEndPackets) sender.EventDone(digit.duration);
    if (after_end_ >= kEndPackets + kPauseTicks) {
      queue_.pop_front();
      elapsed_ = 0;
      after_end_ = 0;
    }
    return std::nullopt;
  }
  elapsed_ = static_cast<std::uint16_t>(std::min<int>(elapsed_ + kTick, digit.duration));
  return Packet{.header = first ? sender.EventStart(now) : sender.EventUpdate(),
                .payload = EncodeTelephoneEvent(
                    {.event = digit.event, .end = elapsed_ >= digit.duration, .duration = elapsed_})};
}
}  // namespace vss::media
