#include "media/rtp_sender.hpp"

#include "media/g711.hpp"

namespace vss::media {
namespace {
using namespace std::chrono_literals;
constexpr auto kSilence = 60ms;         // later than this is a pause, not jitter
constexpr std::int16_t kMaxJump = 100;  // sequence numbers

std::int64_t Samples(Steady::duration time) { return std::chrono::duration_cast<SampleTime>(time).count(); }
Steady::duration Time(std::int64_t samples) {
  return std::chrono::duration_cast<Steady::duration>(SampleTime(samples));
}
}  // namespace

/// True when a talkspurt begins: the first packet, or one after a pause, whose timestamp jumps by its length.
bool RtpSender::CatchUp(Steady now) {
  const bool pause = !due_ || now - *due_ > kSilence;
  if (due_ && pause) timestamp_ += static_cast<std::uint32_t>(Samples(now - *due_));
  if (pause) due_ = now;
  return pause;
}

RtpHeader RtpSender::Own(std::size_t samples, Steady now) {
  mapping_.reset();
  const bool marker = CatchUp(now);
  const RtpHeader header{.marker = marker, .sequence = sequence_++, .timestamp = timestamp_, .ssrc = ssrc_};
  timestamp_ += static_cast<std::uint32_t>(samples);
  *due_ += Time(static_cast<std::int64_t>(samples));
  return header;
}

bool RtpSender::Continues(const Frame& frame) const {
  if (!mapping_ || mapping_->ssrc != frame.ssrc) return false;
  const auto jump = static_cast<std::int16_t>(frame.sequence - mapping_->last_sequence);
  return jump < kMaxJump && jump > -kMaxJump;
}

std::optional<RtpHeader> RtpSender::Relayed(const Frame& frame, Steady now) {
  bool marker = frame.marker;
  if (!Continues(frame)) {
    CatchUp(now);
    marker = true;
    mapping_ = Mapping{.ssrc = frame.ssrc,
                       .sequence_offset = static_cast<std::uint16_t>(sequence_ - frame.sequence),
                       .first_sequence = frame.sequence,
                       .last_sequence = frame.sequence,
                       .timestamp_offset = timestamp_ - frame.timestamp};
  }
  const auto sequence = static_cast<std::uint16_t>(frame.sequence + mapping_->sequence_offset);
  const std::uint32_t timestamp = frame.timestamp + mapping_->timestamp_offset;
  const RtpHeader header{.marker = marker, .sequence = sequence, .timestamp = timestamp, .ssrc = ssrc_};
  if (static_cast<std::int16_t>(sequence - sequence_) >= 0) {
    sequence_ = static_cast<std::uint16_t>(sequence + 1);
    timestamp_ = timestamp + static_cast<std::uint32_t>(frame.payload.size());
    due_ = now + Time(static_cast<std::int64_t>(frame.payload.size()));
    mapping_->last_sequence = frame.sequence;
  } else if (static_cast<std::int16_t>(frame.sequence - mapping_->first_sequence) < 0) {
    return std::nullopt;
  }
  return header;
}

RtpHeader RtpSender::EventStart(Steady now) {
  mapping_.reset();
  CatchUp(now);
  return {.marker = true, .sequence = sequence_++, .timestamp = timestamp_, .ssrc = ssrc_};
}

RtpHeader RtpSender::EventUpdate() {
  return {.sequence = sequence_++, .timestamp = timestamp_, .ssrc = ssrc_};
}

void RtpSender::EventDone(std::uint16_t duration) {
  timestamp_ += duration;
  *due_ += Time(duration);
}

std::uint32_t RtpSender::TimestampAt(Steady now) const {
  return timestamp_ + (due_ ? static_cast<std::uint32_t>(Samples(now - *due_)) : 0);
}
}  // namespace vss::media
