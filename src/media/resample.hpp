#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace vss::media {

/// Mono samples of `rate` hertz (4 000 … 192 000) at 8 kHz: band-limited interpolation with a windowed sinc
/// of 16 zero crossings to each side, so that nothing above 4 kHz folds back into speech.
std::vector<std::int16_t> ResampleTo8k(std::span<const std::int16_t> samples, std::uint32_t rate);
}  // namespace vss::media
