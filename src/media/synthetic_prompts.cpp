#include <array>
#include <cmath>
#include <numbers>
#include <random>

#include "media/g711.hpp"
#include "media/prompts.hpp"
#include "media/tone.hpp"

namespace vss::media {
namespace {
using namespace std::chrono_literals;
constexpr double kTwoPi = 2 * std::numbers::pi;

double Seconds(std::size_t sample) { return static_cast<double>(sample) / kSampleRate; }

/// One resonance of a vocal tract: a two-pole filter.
class Formant {
 public:
  void Tune(double hertz, double bandwidth) {
    const double radius = std::exp(-std::numbers::pi * bandwidth / kSampleRate);
    b1_ = 2 * radius * std::cos(kTwoPi * hertz / kSampleRate);
    b2_ = -radius * radius;
    gain_ = 1 - radius;
  }
  double Filter(double in) {
    const double out = gain_ * in + b1_ * y1_ + b2_ * y2_;
    y2_ = y1_;
    y1_ = out;
    return out;
  }

 private:
  double b1_ = 0, b2_ = 0, gain_ = 0, y1_ = 0, y2_ = 0;
};

/// First and second formant of a, e, i, o, u in hertz (an adult's, rounded).
constexpr std::array<std::array<double, 2>, 5> kVowels{
    {{730, 1090}, {530, 1840}, {270, 2290}, {570, 840}, {300, 870}}};
}  // namespace

Engine::Samples SpeechLike(unsigned voice) {
  constexpr std::size_t kSyllable = kSampleRate * 22 / 100, kSyllables = 18;
  std::minstd_rand random(voice * 7919 + 17);
  auto samples = std::make_shared<std::vector<std::int16_t>>();
  Formant first, second;
  double phase = 0;
  for (std::size_t syllable = 0; syllable < kSyllables; ++syllable) {
    const auto& vowel = kVowels[random() % kVowels.size()];
    first.Tune(vowel[0], 90);
    second.Tune(vowel[1], 120);
    const bool pause = syllable % 6 == 5;  // between phrases
    const double pitch = 105 + 35.0 * (voice % 4) + static_cast<double>(random() % 25);
    for (std::size_t n = 0; n < kSyllable; ++n) {
      phase += (pitch - 12 * static_cast<double>(n) / kSyllable) / kSampleRate;
      phase -= std::floor(phase);
      const double glottis = pause ? 0 : 1 - 2 * phase;
      const double envelope = std::pow(std::sin(std::numbers::pi * static_cast<double>(n) / kSyllable), 0.7);
      const double value = envelope * (first.Filter(glottis) + 0.7 * second.Filter(glottis));
      samples->push_back(static_cast<std::int16_t>(std::clamp(value * 9000, -20000.0, 20000.0)));
    }
  }
  return samples;
}

Engine::Samples Melody() {
  auto samples = std::make_shared<std::vector<std::int16_t>>();
  for (const double note : {523.25, 659.25, 783.99, 659.25, 587.33, 493.88, 523.25}) {
    const auto tone = Tone({note, 2 * note}, 280ms);
    samples->insert(samples->end(), tone.begin(), tone.end());
  }
  const auto rest = Silence(1s);
  samples->insert(samples->end(), rest.begin(), rest.end());
  return samples;
}

Engine::Samples TestSignal() {
  constexpr std::size_t kLength = 3 * kSampleRate;
  std::minstd_rand random(1);
  auto samples = std::make_shared<std::vector<std::int16_t>>(kLength);
  for (std::size_t n = 0; n < kLength; ++n) {
    const double t = Seconds(n);
    const double sweep = std::sin(kTwoPi * (300 * t + 450 * t * t));  // 300 Hz … 3 kHz
    const double noise = static_cast<double>(random() % 20'001) / 10'000 - 1;
    const bool burst = std::fmod(t, 0.5) < 0.1;
    (*samples)[n] = static_cast<std::int16_t>(burst ? 9000 * noise : 7000 * sweep);
  }
  return samples;
}
}  // namespace vss::media
