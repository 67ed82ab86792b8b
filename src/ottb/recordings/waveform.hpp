#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/files.hpp"

namespace vss::ottb {

/// What a recording looks like: for each channel the loudest sample of every stretch, in thousandths of full
/// scale.
struct Waveform {
  std::uint32_t rate = 0;    ///< frames a second
  std::uint64_t frames = 0;  ///< of the whole recording
  std::vector<std::vector<std::uint16_t>> channels;
};

inline constexpr std::size_t kWaveformStretches = 600;

/// Reads a WAV (A-law as VSS records it, or PCM of 16 bits; one or two channels) piece by piece, so that
/// neither an hour's 58 MB are in memory nor a worker is taken for long.
class WaveformReader {
 public:
  /// Reads the header. Blocks. Without `IsOpen` afterwards it is no recording that can be drawn.
  WaveformReader(std::shared_ptr<const FileHandle> file, std::uint64_t bytes);

  bool IsOpen() const { return sample_bytes_ != 0; }
  /// Reads one more piece; false when there is none left. Blocks.
  bool Next();
  Waveform Take() && { return std::move(drawn_); }

 private:
  void ReadHeader();
  void Draw(const std::uint8_t* piece, std::uint64_t frames);

  std::shared_ptr<const FileHandle> file_;
  std::uint64_t bytes_;
  std::uint64_t at_ = 0;  ///< of the file
  std::uint64_t frame_ = 0;
  std::size_t sample_bytes_ = 0;
  Waveform drawn_;
};
}  // namespace vss::ottb
