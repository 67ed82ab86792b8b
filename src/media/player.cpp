#include "media/player.hpp"

#include <array>

#include "media/g711.hpp"

namespace vss::media {
namespace {
constexpr int kTickMs = 20;
constexpr std::size_t kMaxFrame = 120 * kSampleRate / 1000;
}  // namespace

TickPlayer::TickPlayer(std::shared_ptr<EngineCore> core, RtpStream& to, Engine::Samples samples,
                       Engine::Repeat repeat, std::move_only_function<void()> done)
    : core_(std::move(core)),
      to_(to.ref()),
      samples_(samples ? std::move(samples) : std::make_shared<std::vector<std::int16_t>>()),
      repeat_(repeat),
      done_(std::move(done)) {
  core_->ticking.Add(this);
}

TickPlayer::~TickPlayer() { core_->ticking.Remove(this); }

void TickPlayer::Tick(Steady) {
  RtpStream* const to = *to_;
  if (to == nullptr || !to->sends()) return;
  for (due_ms_ += kTickMs; due_ms_ >= to->format().ptime_ms; due_ms_ -= to->format().ptime_ms) {
    if (SendFrame(*to)) continue;
    core_->ticking.Remove(this);
    const auto done = std::make_shared<std::move_only_function<void()>>(std::move(done_));
    if (*done) (*done)();  // may destroy this player
    return;
  }
}

/// false when everything was played. The last frame is filled up with silence.
bool TickPlayer::SendFrame(RtpStream& to) {
  const auto& samples = *samples_;
  if (position_ >= samples.size()) {
    if (repeat_ == Engine::Repeat::kOnce) return false;
    position_ = 0;
  }
  std::array<std::int16_t, kMaxFrame> frame;
  const std::size_t size = static_cast<std::size_t>(to.format().ptime_ms) * kSampleRate / 1000;
  for (std::size_t n = 0; n < size; ++n) {
    if (position_ == samples.size() && repeat_ == Engine::Repeat::kForever) position_ = 0;
    frame[n] = position_ < samples.size() ? samples[position_++] : std::int16_t{0};
  }
  std::array<std::uint8_t, kMaxFrame> coded;
  const std::span<std::uint8_t> payload(coded.data(), size);
  EncodeG711({frame.data(), size}, to.format().codec, payload);
  to.Send(payload, to.format().codec);
  return true;
}

EchoPlayer::EchoPlayer(RtpStream& stream) : stream_(stream.ref()) {
  stream.SetTap([](RtpStream& to, const Frame& frame) { to.SendRelayed(frame); });
}

EchoPlayer::~EchoPlayer() {
  if (RtpStream* const stream = *stream_) stream->SetTap({});
}
}  // namespace vss::media
