#pragma once
#include <array>
#include <cstdint>

namespace vss::media {

inline constexpr std::size_t kRecordingHeaderBytes = 58;

/// The header of a G.711 A-law file, 8 kHz stereo: RIFF/WAVE, a `fmt ` chunk of 18 bytes with format tag 6,
/// the `fact` chunk that formats other than PCM must have, and `data` of `audio_bytes` (cut to what RIFF can
/// count).
std::array<std::uint8_t, kRecordingHeaderBytes> RecordingHeader(std::uint64_t audio_bytes);
}  // namespace vss::media
