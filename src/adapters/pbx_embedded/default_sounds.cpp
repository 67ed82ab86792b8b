#include "adapters/pbx_embedded/default_sounds.hpp"

#include "media/prompts.hpp"
#include "media/tone.hpp"

namespace vss::pbx_embedded {
namespace {
using media::Engine;

Engine::Samples Share(std::vector<std::int16_t> samples) {
  return std::make_shared<const std::vector<std::int16_t>>(std::move(samples));
}

// What an answering machine plays: somebody talks, then the beep after which it listens.
Engine::Samples WithBeep(const std::vector<std::int16_t>& greeting) {
  auto samples = greeting;
  const auto beep = media::Beep();
  samples.insert(samples.end(), beep.begin(), beep.end());
  return Share(std::move(samples));
}
}  // namespace

sip::Sounds MakeSounds(Engine::Samples prompt) {
  return {.prompt = prompt ? std::move(prompt) : media::Melody(),
          .talk = media::SpeechLike(1),
          .greeting = WithBeep(*media::SpeechLike(2)),
          .announcement = media::SpeechLike(3),
          .ringback = Share(media::RingbackTone()),
          .silence = Share(media::Silence(std::chrono::seconds(1)))};
}
}  // namespace vss::pbx_embedded
