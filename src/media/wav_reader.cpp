#include "media/wav_reader.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "media/g711.hpp"

namespace vss::media {
namespace {
using Bytes = std::span<const std::uint8_t>;
enum Tag : std::uint16_t { kPcm = 1, kAlaw = 6, kUlaw = 7, kExtensible = 0xFFFE };

std::uint32_t Little(Bytes at, std::size_t offset, int bytes) {
  std::uint32_t value = 0;
  for (int n = bytes - 1; n >= 0; --n) value = value << 8 | at[offset + static_cast<std::size_t>(n)];
  return value;
}

bool Is(Bytes at, std::string_view name) {
  return at.size() >= 4 && std::equal(name.begin(), name.end(), at.begin());
}

struct Form {
  std::uint32_t tag = 0, channels = 0, rate = 0, bits = 0;
};

std::expected<Form, std::string> ReadForm(Bytes body) {
  if (body.size() < 16) return std::unexpected("the fmt chunk is too short");
  Form form{Little(body, 0, 2), Little(body, 2, 2), Little(body, 4, 4), Little(body, 14, 2)};
  if (form.tag == kExtensible && body.size() >= 26) form.tag = Little(body, 24, 2);
  const bool pcm = form.tag == kPcm && (form.bits == 8 || form.bits == 16);
  const bool g711 = (form.tag == kAlaw || form.tag == kUlaw) && form.bits == 8;
  if (!pcm && !g711) return std::unexpected("the audio is neither PCM of 8 or 16 bits nor G.711");
  if (form.channels != 1 && form.channels != 2) return std::unexpected("more than two channels");
  if (form.rate < 4000 || form.rate > 192'000) return std::unexpected("the sample rate is not 4 to 192 kHz");
  return form;
}

std::int32_t SampleAt(const Form& form, Bytes data, std::size_t index) {
  if (form.tag == kAlaw) return DecodeSample(data[index], Codec::kPcma);
  if (form.tag == kUlaw) return DecodeSample(data[index], Codec::kPcmu);
  if (form.bits == 8) return (data[index] - 128) * 256;  // 8-bit PCM is unsigned
  return static_cast<std::int16_t>(Little(data, index * 2, 2));
}

WavAudio ReadSamples(const Form& form, Bytes data) {
  const std::size_t count = data.size() / (form.bits / 8) / form.channels;
  WavAudio audio{.rate = form.rate, .samples = std::vector<std::int16_t>(count)};
  for (std::size_t n = 0; n < count; ++n) {
    std::int32_t sum = 0;
    for (std::uint32_t c = 0; c < form.channels; ++c) sum += SampleAt(form, data, n * form.channels + c);
    audio.samples[n] = static_cast<std::int16_t>(sum / static_cast<std::int32_t>(form.channels));
  }
  return audio;
}
}  // namespace

std::expected<WavAudio, std::string> DecodeWav(Bytes file) {
  if (file.size() < 12 || !Is(file, "RIFF") || !Is(file.subspan(8), "WAVE"))
    return std::unexpected("not a WAV file");
  std::optional<Form> form;
  for (Bytes rest = file.subspan(12); rest.size() >= 8;) {
    const std::size_t size = Little(rest, 4, 4);
    const Bytes body = rest.subspan(8, std::min(size, rest.size() - 8));
    if (Is(rest, "fmt ")) {
      const auto read = ReadForm(body);
      if (!read) return std::unexpected(read.error());
      form = *read;
    } else if (Is(rest, "data")) {
      if (!form) return std::unexpected("the data comes before its format");
      return ReadSamples(*form, body);
    }
    rest =
        rest.subspan(std::min(rest.size(), 8 + body.size() + body.size() % 2));  // chunks are padded to even
  }
  return std::unexpected("no audio in the file");
}
}  // namespace vss::media
