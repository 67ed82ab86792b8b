#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

#include "media/codec.hpp"

/// ITU-T G.711. Tables are made once from libspandsp's formulas.
namespace vss::media {

inline constexpr int kSampleRate = 8000;
/// Time in samples, the unit of RTP timestamps.
using SampleTime = std::chrono::duration<std::int64_t, std::ratio<1, kSampleRate>>;
inline constexpr std::uint8_t kAlawSilence = 0xD5, kUlawSilence = 0xFF;

inline constexpr std::uint8_t SilenceOf(Codec codec) {
  return codec == Codec::kPcma ? kAlawSilence : kUlawSilence;
}

std::uint8_t EncodeSample(std::int16_t sample, Codec codec);
std::int16_t DecodeSample(std::uint8_t byte, Codec codec);

/// `out` has the size of `samples`.
void EncodeG711(std::span<const std::int16_t> samples, Codec codec, std::span<std::uint8_t> out);
std::vector<std::int16_t> DecodeG711(std::span<const std::uint8_t> bytes, Codec codec);

/// 256 entries that turn a byte of `from` into one of `to` by the procedure of G.711 table 3 and 4.
const std::array<std::uint8_t, 256>& TranscodeTable(Codec from, Codec to);
}  // namespace vss::media
