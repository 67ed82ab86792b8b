#pragma once
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

namespace vss::media {

/// Samples of a WAV file as they are; two channels are mixed to one.
struct WavAudio {
  std::uint32_t rate = 0;
  std::vector<std::int16_t> samples;
};

/// Reads PCM of 8 or 16 bits and G.711, mono or stereo, 4 … 192 kHz. Chunks in any order, unknown ones
/// skipped; a data chunk that says it is longer than the file (a stream's header) ends with the file. The
/// error is a sentence about the file.
std::expected<WavAudio, std::string> DecodeWav(std::span<const std::uint8_t> file);
}  // namespace vss::media
