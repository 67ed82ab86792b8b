#pragma once
#include <algorithm>
#include <chrono>

/// When a registration is repeated. Pure; `luck` is 0 … 1 and spreads thousands of lines over time.
namespace vss::sip {

/// After success: at 80 % of what was granted, up to a tenth of it earlier.
constexpr std::chrono::milliseconds RefreshDelay(std::chrono::seconds granted, double luck) {
  const double ms = static_cast<double>(std::chrono::milliseconds(granted).count());
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::max(1000.0, ms * (0.8 - 0.1 * luck))));
}

/// After the n-th failure in a row (from 1): 1 s, 2 s, 4 s … 60 s, and up to half of it more.
constexpr std::chrono::milliseconds RetryDelay(int failures, double luck) {
  const double seconds = std::min(60.0, static_cast<double>(1 << std::clamp(failures - 1, 0, 6)));
  return std::chrono::milliseconds(static_cast<std::int64_t>(1000 * seconds * (1 + 0.5 * luck)));
}
}  // namespace vss::sip
