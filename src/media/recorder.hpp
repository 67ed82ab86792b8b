#pragma once
#include "media/engine_core.hpp"
#include "media/g711.hpp"

namespace vss::media {

/// Two channels of A-law on one time line. Frames are put where they belong, late and early ones too, as long
/// as their chunk has not been taken; what nobody wrote is silence. Pure.
class StereoTimeline {
 public:
  static constexpr std::int64_t kChunkSamples = 16'384;  ///< 2 s; 32 KiB of both channels
  static constexpr std::int64_t kPatience = 4000;        ///< samples that a chunk waits for late frames

  void Write(std::size_t channel, std::int64_t position, const Frame& frame);
  /// The next chunk, once `now` is past its end and the patience.
  std::optional<std::vector<std::uint8_t>> Take(std::int64_t now);
  /// Everything up to `now`.
  std::vector<std::uint8_t> Rest(std::int64_t now);

 private:
  std::int64_t base_ = 0;  ///< sample that buffer_ starts with
  std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(4 * kChunkSamples, kAlawSilence);
};

/// Where the frames of one direction lie on the time line: by their timestamps, anchored to the arrival of
/// the first. Anchored anew when a frame is more than 60 ms early, stays 60 ms late for half a second, or is
/// far off.
class TrackClock {
 public:
  std::int64_t Place(const Frame& frame, std::int64_t arrival);

 private:
  struct Anchor {
    std::uint32_t ssrc, timestamp;
    std::int64_t position;
  };
  std::optional<Anchor> anchor_;
  int late_ = 0;
};

/// Records the two sides of a bridge into chunks for the writer.
class Recorder {
 public:
  Recorder(std::shared_ptr<EngineCore> core, std::filesystem::path file,
           std::move_only_function<void(RecordingResult)> done);
  ~Recorder();  ///< finishes the file
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// Channel 0 is left.
  void OnFrame(std::size_t channel, const Frame& frame, Steady now);
  /// From time to time, for when nobody speaks.
  void Advance(Steady now);

 private:
  std::int64_t PositionOf(Steady now) const;

  std::shared_ptr<EngineCore> core_;
  std::move_only_function<void(RecordingResult)> done_;
  std::uint64_t id_;
  Steady start_;
  StereoTimeline timeline_;
  std::array<TrackClock, 2> tracks_;
};
}  // namespace vss::media
