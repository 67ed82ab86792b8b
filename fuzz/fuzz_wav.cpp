#include "media/resample.hpp"
#include "media/wav_reader.hpp"
#include "targets.hpp"

int FuzzWav(const std::uint8_t* data, std::size_t size) {
  using namespace vss::media;
  const auto audio = DecodeWav({data, size});
  if (!audio) {
    Expect(!audio.error().empty(), "a refusal says why");
    return 0;
  }
  Expect(audio->samples.size() <= size, "a file has at most one sample a byte");
  Expect(audio->rate >= 4000 && audio->rate <= 192'000, "the rate is one that can be resampled");
  const auto heard = ResampleTo8k(audio->samples, audio->rate);
  Expect(heard.size() <= audio->samples.size() * 2, "resampling at most doubles");
  return 0;
}
