#include "media/resample.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vss::media {
namespace {
constexpr double kZeroCrossings = 16, kOut = 8000;

/// sin(πx)/(πx) under a Hann window that ends at ±kZeroCrossings.
double Kernel(double x) {
  if (std::abs(x) >= kZeroCrossings) return 0;
  if (std::abs(x) < 1e-9) return 1;
  const double pi_x = std::numbers::pi * x;
  return std::sin(pi_x) / pi_x * 0.5 * (1 + std::cos(pi_x / kZeroCrossings));
}
}  // namespace

std::vector<std::int16_t> ResampleTo8k(std::span<const std::int16_t> samples, std::uint32_t rate) {
  if (rate == 8000) return {samples.begin(), samples.end()};
  const double step = rate / kOut;
  const double cutoff = std::min(1.0, 0.95 / step);  // of the input's half rate
  const double reach = kZeroCrossings / cutoff;
  std::vector<std::int16_t> out(static_cast<std::size_t>(static_cast<double>(samples.size()) / step));
  const auto last = static_cast<std::int64_t>(samples.size()) - 1;
  for (std::size_t n = 0; n < out.size(); ++n) {
    const double at = static_cast<double>(n) * step;
    const auto from = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(at - reach)));
    const auto to = std::min<std::int64_t>(last, static_cast<std::int64_t>(at + reach));
    double sum = 0, weights = 0;
    for (std::int64_t k = from; k <= to; ++k) {
      const double weight = Kernel((static_cast<double>(k) - at) * cutoff);
      sum += weight * samples[static_cast<std::size_t>(k)];
      weights += weight;
    }
    // Divided by the weights, so that a constant stays one also at both ends.
    out[n] = static_cast<std::int16_t>(std::clamp(std::round(sum / weights), -32768.0, 32767.0));
  }
  return out;
}
}  // namespace vss::media
