#pragma once
#include <cstdint>

namespace vss::media {

/// What one RTP source sent us: the extended sequence number, loss, duplicates, order and jitter of RFC 3550
/// A.1, A.3 and A.8. Pure: the caller gives the arrival time in timestamp units (8 kHz).
class Reception {
 public:
  enum class Verdict : std::uint8_t {
    kNew,        ///< the next one, or a gap was jumped
    kReordered,  ///< late, but not seen before
    kDuplicate,  ///< to be dropped
    kStray,      ///< far off; a second one in sequence restarts the count (A.1)
  };
  Verdict Add(std::uint16_t sequence);
  /// For each packet of audio that was taken (A.8); not for events, whose packets share a timestamp.
  void MeasureJitter(std::uint32_t timestamp, std::uint32_t arrival);

  bool started() const { return started_; }
  std::uint32_t extended_highest() const { return cycles_ + highest_; }
  std::uint64_t expected() const { return started_ ? extended_highest() - base_ + 1ULL : 0; }
  std::uint64_t received() const { return received_; }  ///< without duplicates
  std::uint64_t duplicates() const { return duplicates_; }
  std::uint64_t reordered() const { return reordered_; }
  /// RFC 3550 §6.4.1: expected minus received, where duplicates count as received; clamped to 24 bits by
  /// RTCP.
  std::int64_t CumulativeLost() const;
  std::uint64_t Lost() const { return expected() > received_ ? expected() - received_ : 0; }
  /// Interarrival jitter in timestamp units.
  std::uint32_t jitter() const { return jitter_16_ >> 4; }

  /// Share of packets lost since the last call, in 1/256 (A.3); for one report.
  std::uint8_t TakeFractionLost();

 private:
  void Start(std::uint16_t sequence);
  bool SeenBefore(std::uint16_t behind);

  bool started_ = false, has_transit_ = false;
  std::uint16_t highest_ = 0;
  std::uint32_t cycles_ = 0, base_ = 0, next_of_stray_ = 0x1'0000;
  std::uint64_t seen_ = 0;  ///< bit n: highest_ − n has come
  std::uint64_t received_ = 0, duplicates_ = 0, reordered_ = 0;
  std::uint64_t expected_prior_ = 0, received_prior_ = 0;
  std::uint32_t transit_ = 0, jitter_16_ = 0;  ///< jitter scaled by 16
};
}  // namespace vss::media
