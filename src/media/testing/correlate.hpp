#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

namespace vss::test {

/// How far `heard` lags behind `said`, and how alike they are then: 1 is the same up to loudness.
struct Correlation {
  double delay_ms = 0;
  double value = 0;
};

/// Normalised cross-correlation of 8 kHz samples at one lag, over what both have.
inline double CorrelationAt(std::span<const std::int16_t> said, std::span<const std::int16_t> heard,
                            std::size_t lag) {
  if (lag >= heard.size()) return 0;
  const std::size_t count = std::min(said.size(), heard.size() - lag);
  double product = 0, power_said = 0, power_heard = 0;
  for (std::size_t n = 0; n < count; ++n) {
    const double a = said[n], b = heard[n + lag];
    product += a * b;
    power_said += a * a;
    power_heard += b * b;
  }
  return power_said > 0 && power_heard > 0 ? product / std::sqrt(power_said * power_heard) : 0;
}

/// The best lag from 0 to `max_delay_ms`. At least half of `said` must have been heard at it.
inline Correlation Correlate(std::span<const std::int16_t> said, std::span<const std::int16_t> heard,
                             int max_delay_ms = 1000) {
  Correlation best;
  const auto lags = static_cast<std::size_t>(max_delay_ms) * 8;
  for (std::size_t lag = 0; lag <= lags && lag + said.size() / 2 <= heard.size(); ++lag) {
    const double value = CorrelationAt(said, heard, lag);
    if (value > best.value) best = {static_cast<double>(lag) / 8, value};
  }
  return best;
}
}  // namespace vss::test
