#include "media/rtcp_session.hpp"

#include <algorithm>

namespace vss::media {
namespace {
using FixedSeconds = std::chrono::duration<std::int64_t, std::ratio<1, 65536>>;
constexpr std::uint64_t kSecondsFrom1900To1970 = 2'208'988'800;

std::uint32_t Middle(std::uint64_t ntp) { return static_cast<std::uint32_t>(ntp >> 16); }

std::uint64_t ToNtp(std::chrono::nanoseconds since_1970) {
  const auto seconds = static_cast<std::uint64_t>(since_1970.count() / 1'000'000'000);
  const auto rest = static_cast<std::uint64_t>(since_1970.count() % 1'000'000'000);
  return (seconds + kSecondsFrom1900To1970) << 32 | (rest << 32) / 1'000'000'000;
}
}  // namespace

NtpClock::NtpClock(const Clock& clock)
    : steady_(clock.SteadyNow()), ntp_(ToNtp(clock.Now().time_since_epoch())) {}

std::uint64_t NtpClock::At(Steady now) const {
  const auto elapsed = std::max<std::int64_t>((now - steady_).count(), 0);
  const auto whole = static_cast<std::uint64_t>(elapsed / 1'000'000'000);
  const auto rest = static_cast<std::uint64_t>(elapsed % 1'000'000'000);
  return ntp_ + (whole << 32) + (rest << 32) / 1'000'000'000;
}

void RtcpSession::Schedule(Steady now) {
  seed_ = seed_ * 1'664'525 + 1'013'904'223;
  const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(interval_);
  due_ = now + whole / 2 + whole * (seed_ >> 16) / 0x1'0000;
}

ReportBlock RtcpSession::BlockOf(Reception& reception, std::uint32_t source, Steady now) const {
  ReportBlock block{.ssrc = source,
                    .fraction_lost = reception.TakeFractionLost(),
                    .highest_sequence = reception.extended_highest(),
                    .jitter = reception.jitter()};
  block.cumulative_lost =
      static_cast<std::int32_t>(std::clamp<std::int64_t>(reception.CumulativeLost(), -0x80'0000, 0x7F'FFFF));
  if (last_sr_ != 0) {
    const auto delay = std::chrono::duration_cast<FixedSeconds>(now - last_sr_at_).count();
    block.last_sr = last_sr_;
    block.delay_since_last_sr = static_cast<std::uint32_t>(delay);
  }
  return block;
}

std::vector<std::uint8_t> RtcpSession::Report(const RtpSender& sender, Sent sent, Reception& reception,
                                              std::optional<std::uint32_t> source, const NtpClock& ntp,
                                              Steady now, Farewell farewell) {
  RtcpCompound compound{.ssrc = sender.ssrc(), .cname = cname_, .bye = farewell == Farewell::kBye};
  if (sent.packets != reported_packets_) {
    compound.sender = SenderInfo{.ntp = ntp.At(now),
                                 .rtp_timestamp = sender.TimestampAt(now),
                                 .packets = static_cast<std::uint32_t>(sent.packets),
                                 .bytes = static_cast<std::uint32_t>(sent.bytes)};
    reported_packets_ = sent.packets;
  }
  if (source && reception.started()) compound.blocks.push_back(BlockOf(reception, *source, now));
  Schedule(now);
  return EncodeRtcp(compound);
}

void RtcpSession::OnCompound(const RtcpCompound& compound, std::uint32_t own, const NtpClock& ntp,
                             Steady now) {
  if (compound.sender) {
    last_sr_ = Middle(compound.sender->ntp);
    last_sr_at_ = now;
  }
  for (const ReportBlock& block : compound.blocks) {
    if (block.ssrc != own) continue;
    remote_loss_pct = block.fraction_lost * 100.0 / 256;
    remote_jitter_ms = block.jitter / 8.0;
    if (block.last_sr == 0) continue;
    // §6.4.1: A − LSR − DLSR. A peer that lies about them gets no negative or endless round trip.
    const std::uint32_t trip = Middle(ntp.At(now)) - block.last_sr - block.delay_since_last_sr;
    if (trip < 60U * 65536) round_trip_ms = trip * 1000.0 / 65536;
  }
}
}  // namespace vss::media
