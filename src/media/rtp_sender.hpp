#pragma once
#include "base/clock.hpp"
#include "media/rtp_packet.hpp"
#include "media/stream.hpp"

namespace vss::media {

/// Gives what one stream sends its SSRC, sequence numbers and timestamps. Pure.
class RtpSender {
 public:
  RtpSender(std::uint32_t ssrc, std::uint16_t first_sequence, std::uint32_t first_timestamp)
      : ssrc_(ssrc), sequence_(first_sequence), timestamp_(first_timestamp) {}

  /// Audio of our own: goes on by `samples`, or by the time that passed when there was silence before.
  RtpHeader Own(std::size_t samples, Steady now);
  /// A frame of another stream: its gaps, order and timestamps are kept, so that the far end sees loss as
  /// loss (a translator, RFC 3550 §7.1). A new source, or own audio in between, begins a new mapping.
  /// nullopt: the frame is older than the mapping, its number may have been given to another.
  std::optional<RtpHeader> Relayed(const Frame& frame, Steady now);
  /// RFC 4733: all packets of an event carry the timestamp of its start, the sequence goes on.
  RtpHeader EventStart(Steady now);
  RtpHeader EventUpdate();
  /// What follows an event starts behind it.
  void EventDone(std::uint16_t duration);

  std::uint32_t ssrc() const { return ssrc_; }
  /// The RTP timestamp that belongs to `now`, for sender reports (RFC 3550 §6.4.1).
  std::uint32_t TimestampAt(Steady now) const;

 private:
  struct Mapping {
    std::uint32_t ssrc;
    std::uint16_t sequence_offset;
    std::uint16_t first_sequence, last_sequence;  ///< of the source
    std::uint32_t timestamp_offset;
  };
  bool CatchUp(Steady now);
  bool Continues(const Frame& frame) const;

  std::uint32_t ssrc_;
  std::uint16_t sequence_;     ///< of the next packet
  std::uint32_t timestamp_;    ///< of the next sample
  std::optional<Steady> due_;  ///< when the next sample is due; none before the first packet
  std::optional<Mapping> mapping_;
};
}  // namespace vss::media
