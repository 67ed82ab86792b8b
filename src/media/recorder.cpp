#include "media/recorder.hpp"

#include <boost/asio/post.hpp>

#include "media/recording_writer.hpp"

namespace vss::media {
namespace {
using SampleTime = std::chrono::duration<std::int64_t, std::ratio<1, kSampleRate>>;
constexpr std::int64_t kJitter = 480;  // 60 ms
constexpr int kLateFrames = 25;
}  // namespace

void StereoTimeline::Write(std::size_t channel, std::int64_t position, const Frame& frame) {
  const auto& table = TranscodeTable(frame.codec, Codec::kPcma);
  const auto end = static_cast<std::int64_t>(buffer_.size() / 2);
  for (const std::uint8_t byte : frame.payload) {
    const std::int64_t at = position++ - base_;
    if (at >= 0 && at < end) buffer_[static_cast<std::size_t>(at) * 2 + channel] = table[byte];
  }
}

std::optional<std::vector<std::uint8_t>> StereoTimeline::Take(std::int64_t now) {
  if (now < base_ + kChunkSamples + kPatience) return std::nullopt;
  constexpr std::size_t kBytes = 2 * kChunkSamples;
  std::vector<std::uint8_t> chunk(buffer_.begin(), buffer_.begin() + kBytes);
  std::copy(buffer_.begin() + kBytes, buffer_.end(), buffer_.begin());
  std::fill(buffer_.end() - kBytes, buffer_.end(), kAlawSilence);
  base_ += kChunkSamples;
  return chunk;
}

std::vector<std::uint8_t> StereoTimeline::Rest(std::int64_t now) {
  const auto samples = std::clamp<std::int64_t>(now - base_, 0, 2 * kChunkSamples);
  base_ += samples;
  return {buffer_.begin(), buffer_.begin() + 2 * samples};
}

std::int64_t TrackClock::Place(const Frame& frame, std::int64_t arrival) {
  if (anchor_ && anchor_->ssrc == frame.ssrc) {
    const auto passed = static_cast<std::int32_t>(frame.timestamp - anchor_->timestamp);
    const std::int64_t position = anchor_->position + passed;
    const std::int64_t lateness = arrival - position;
    late_ = lateness > kJitter ? late_ + 1 : 0;
    if (lateness >= -kJitter && lateness < StereoTimeline::kPatience && late_ < kLateFrames) {
      if (passed > 0) anchor_ = Anchor{frame.ssrc, frame.timestamp, position};
      return position;
    }
  }
  late_ = 0;
  anchor_ = Anchor{frame.ssrc, frame.timestamp, arrival};
  return arrival;
}

Recorder::Recorder(std::shared_ptr<EngineCore> core, std::filesystem::path file,
                   std::move_only_function<void(RecordingResult)> done)
    : core_(std::move(core)),
      done_(std::move(done)),
      id_(core_->writer->Open(std::move(file))),
      start_(core_->clock.SteadyNow()) {}

Recorder::~Recorder() {
  Advance(core_->clock.SteadyNow());
  core_->writer->Append(id_, timeline_.Rest(PositionOf(core_->clock.SteadyNow())));
  core_->writer->Finish(id_, [executor = core_->loop.get_executor(), core = std::weak_ptr(core_),
                              done = std::move(done_)](RecordingResult result) mutable {
    boost::asio::post(executor, [core, result = std::move(result), done = std::move(done)]() mutable {
      if (const auto engine = core.lock(); engine && result.truncated)
        ++engine->counters.recordings_truncated;
      if (done) done(std::move(result));
    });
  });
}

std::int64_t Recorder::PositionOf(Steady now) const {
  return std::chrono::duration_cast<SampleTime>(now - start_).count();
}

void Recorder::OnFrame(std::size_t channel, const Frame& frame, Steady now) {
  Advance(now);
  timeline_.Write(channel, tracks_[channel].Place(frame, PositionOf(now)), frame);
}

void Recorder::Advance(Steady now) {
  while (auto chunk = timeline_.Take(PositionOf(now))) core_->writer->Append(id_, std::move(*chunk));
}
}  // namespace vss::media
