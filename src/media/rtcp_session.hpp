#pragma once
#include "base/clock.hpp"
#include "media/reception.hpp"
#include "media/rtcp_packet.hpp"
#include "media/rtp_sender.hpp"

namespace vss::media {

/// NTP time (RFC 3550 §4: 32.32 since 1900) that runs with the steady clock from the wall time at its
/// creation.
class NtpClock {
 public:
  explicit NtpClock(const Clock& clock);
  std::uint64_t At(Steady now) const;

 private:
  Steady steady_;
  std::uint64_t ntp_;
};

/// The reports of one stream: when they are due, what they say, what the peer's say. Pure.
class RtcpSession {
 public:
  /// `seed` spreads the reports of many streams (§6.2: 0.5 … 1.5 of the interval).
  RtcpSession(std::string cname, std::chrono::seconds interval, std::uint32_t seed)
      : cname_(std::move(cname)), interval_(interval), seed_(seed) {}

  void Start(Steady now) { Schedule(now); }
  bool Due(Steady now) const { return due_ && now >= *due_; }

  struct Sent {
    std::uint64_t packets = 0, bytes = 0;
  };
  enum class Farewell : std::uint8_t { kNo, kBye };
  /// The next compound: SR when packets went out since the last one, RR otherwise; SDES; BYE on demand.
  std::vector<std::uint8_t> Report(const RtpSender& sender, Sent sent, Reception& reception,
                                   std::optional<std::uint32_t> source, const NtpClock& ntp, Steady now,
                                   Farewell farewell);
  /// A compound from the right source; `own` is our SSRC.
  void OnCompound(const RtcpCompound& compound, std::uint32_t own, const NtpClock& ntp, Steady now);

  std::optional<double> remote_loss_pct, remote_jitter_ms, round_trip_ms;

 private:
  void Schedule(Steady now);
  ReportBlock BlockOf(Reception& reception, std::uint32_t source, Steady now) const;

  std::string cname_;
  std::chrono::seconds interval_;
  std::uint32_t seed_;
  std::optional<Steady> due_;
  std::uint64_t reported_packets_ = 0;
  std::uint32_t last_sr_ = 0;  ///< middle 32 bits of the peer's NTP time
  Steady last_sr_at_;
};
}  // namespace vss::media
