#include "media/tone.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <string_view>

#include "media/g711.hpp"

namespace vss::media {
namespace {
using namespace std::chrono_literals;
constexpr double kPeak = 8000;     // about −12 dBm0
constexpr std::size_t kRamp = 40;  // 5 ms, so that it does not click

std::size_t Count(std::chrono::milliseconds length) {
  return static_cast<std::size_t>(std::max<std::int64_t>(length.count(), 0)) * kSampleRate / 1000;
}

std::vector<std::int16_t> Then(std::vector<std::int16_t> first, const std::vector<std::int16_t>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}
}  // namespace

std::vector<std::int16_t> Tone(std::initializer_list<double> hertz, std::chrono::milliseconds length) {
  std::vector<std::int16_t> samples(Count(length));
  for (std::size_t n = 0; n < samples.size(); ++n) {
    double value = 0;
    for (const double f : hertz)
      value += std::sin(2 * std::numbers::pi * f * static_cast<double>(n) / kSampleRate);
    const std::size_t edge = std::min({n, samples.size() - 1 - n, kRamp});
    const double ramp = static_cast<double>(edge) / kRamp;
    samples[n] = static_cast<std::int16_t>(value * ramp * kPeak / static_cast<double>(hertz.size()));
  }
  return samples;
}

std::vector<std::int16_t> Silence(std::chrono::milliseconds length) {
  return std::vector<std::int16_t>(Count(length), 0);
}

std::vector<std::int16_t> RingbackTone() { return Then(Tone({425}, 1s), Silence(4s)); }
std::vector<std::int16_t> BusyTone() { return Then(Tone({425}, 350ms), Silence(350ms)); }
std::vector<std::int16_t> Beep() { return Tone({1000}, 500ms); }

std::vector<std::int16_t> DigitTone(char digit, std::chrono::milliseconds length) {
  constexpr std::string_view kKeys = "123A456B789C*0#D";
  constexpr std::array<double, 4> kRows{697, 770, 852, 941}, kColumns{1209, 1336, 1477, 1633};
  const std::size_t key = kKeys.find(digit);
  if (key == std::string_view::npos) return {};
  return Then(Tone({kRows[key / 4], kColumns[key % 4]}, length), Silence(std::min(length, 100ms)));
}
}  // namespace vss::media
