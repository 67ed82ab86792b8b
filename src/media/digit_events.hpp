#pragma once
#include <deque>

#include "base/clock.hpp"
#include "media/rtp_sender.hpp"
#include "media/telephone_event.hpp"

/// Digits as RFC 4733 events. Pure.
namespace vss::media {

/// Tells each digit once, whichever of its packets comes first; packets of the same event share a timestamp.
class DigitReceiver {
 public:
  std::optional<char> OnEvent(const RtpPacket& packet);

 private:
  bool Continues(const TelephoneEvent& event, std::uint32_t timestamp) const;
  std::optional<std::uint32_t> timestamp_;
  TelephoneEvent last_;
};

/// Sends queued digits, one packet a tick of 20 ms: updates with growing duration, the end three times
/// (§2.5.1.4), then a pause of 60 ms.
class DigitSender {
 public:
  static constexpr std::size_t kMaxQueued = 64;
  /// false when it is no digit or the queue is full. 40 ms … 6 s.
  bool Queue(char digit, std::chrono::milliseconds duration);
  /// From the first packet to the end of the pause: audio is withheld.
  bool active() const { return !queue_.empty(); }

  struct Packet {
    RtpHeader header;
    std::array<std::uint8_t, kTelephoneEventBytes> payload;
  };
  /// What to send at this tick.
  std::optional<Packet> Tick(RtpSender& sender, Steady now);

 private:
  struct Digit {
    std::uint8_t event;
    std::uint16_t duration;
  };
  std::deque<Digit> queue_;
  std::uint16_t elapsed_ = 0;
  int after_end_ = 0;  ///< ticks since the end was reached
};
}  // namespace vss::media
