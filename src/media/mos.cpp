#include "media/mos.hpp"

#include <algorithm>
#include <cmath>

namespace vss::media {
namespace {
// G.107 §7.4: no impairment up to 100 ms.
double DelayImpairment(double delay_ms) {
  if (delay_ms <= 100) return 0;
  const double x = std::log2(delay_ms / 100);
  const auto root = [](double base) { return std::pow(1 + std::pow(base, 6), 1.0 / 6); };
  return 25 * (root(x) - 3 * root(x / 3) + 2);
}

double LossImpairment(double loss_pct) {
  constexpr double kIe = 0, kBpl = 25.1;
  return kIe + (95 - kIe) * loss_pct / (loss_pct + kBpl);
}
}  // namespace

double RatingR(const PathQuality& path) {
  const double loss = std::clamp(path.loss_pct, 0.0, 100.0);
  const double delay = std::max(path.one_way_delay_ms, 0.0);
  return 93.2 - DelayImpairment(delay) - LossImpairment(loss);
}

double MosOf(double rating) {
  if (rating <= 0) return 1;
  if (rating >= 100) return 4.5;
  const double mos = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
  return std::max(mos, 1.0);  // below R = 6.5 the polynomial dips under 1
}
}  // namespace vss::media
