// G.711, tones, WAV files and resampling.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>

#include "base/testing/temp_folder.hpp"
#include "media/g711.hpp"
#include "media/inband_digits.hpp"
#include "media/prompts.hpp"
#include "media/resample.hpp"
#include "media/speech.hpp"
#include "media/testing/correlate.hpp"
#include "media/tone.hpp"
#include "media/wav_header.hpp"
#include "media/wav_reader.hpp"

namespace vss::media {
namespace {
using namespace std::chrono_literals;
using Bytes = std::vector<std::uint8_t>;

double Power(std::span<const std::int16_t> samples) {
  double sum = 0;
  for (const double s : samples) sum += s * s;
  return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(samples.size(), 1)));
}

std::vector<std::int16_t> Sine(double hertz, std::uint32_t rate, std::size_t count) {
  std::vector<std::int16_t> samples(count);
  for (std::size_t n = 0; n < count; ++n)
    samples[n] = static_cast<std::int16_t>(
        10'000 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(n) / rate));
  return samples;
}

void Put(Bytes& out, std::uint32_t value, int bytes) {
  for (int n = 0; n < bytes; ++n) out.push_back(static_cast<std::uint8_t>(value >> (8 * n)));
}
void Put(Bytes& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }

Bytes Wav(std::uint16_t tag, std::uint16_t channels, std::uint32_t rate, std::uint16_t bits,
          const Bytes& data, std::uint32_t said_size = 0) {
  Bytes out;
  Put(out, "RIFF");
  Put(out, 0, 4);
  Put(out, "WAVELIST");
  Put(out, 3, 4);
  Put(out, "abc");
  Put(out, 0, 1);  // padded
  Put(out, "fmt ");
  Put(out, 16, 4);
  Put(out, tag, 2);
  Put(out, channels, 2);
  Put(out, rate, 4);
  Put(out, rate * channels * bits / 8, 4);
  Put(out, channels * bits / 8U, 2);
  Put(out, bits, 2);
  Put(out, "data");
  Put(out, said_size ? said_size : static_cast<std::uint32_t>(data.size()), 4);
  out.insert(out.end(), data.begin(), data.end());
  return out;
}

TEST(G711, KnowsTheCodesOfTheStandard) {
  // G.711 tables 1 and 2: silence, the largest values, and sign.
  EXPECT_EQ(EncodeSample(0, Codec::kPcma), 0xD5);
  EXPECT_EQ(EncodeSample(0, Codec::kPcmu), 0xFF);
  EXPECT_EQ(EncodeSample(32'767, Codec::kPcma), 0xAA);
  EXPECT_EQ(EncodeSample(-32'768, Codec::kPcma), 0x2A);
  EXPECT_EQ(EncodeSample(32'767, Codec::kPcmu), 0x80);
  EXPECT_EQ(EncodeSample(-32'768, Codec::kPcmu), 0x00);
}

TEST(G711, EveryCodeComesBackAndTranscodingStaysClose) {
  for (const Codec codec : {Codec::kPcma, Codec::kPcmu})
    for (unsigned byte = 0; byte < 256; ++byte) {
      const auto code = static_cast<std::uint8_t>(byte);
      if (codec == Codec::kPcmu && code == 0x7F) continue;  // negative zero
      EXPECT_EQ(EncodeSample(DecodeSample(code, codec), codec), code);
      const Codec other = codec == Codec::kPcma ? Codec::kPcmu : Codec::kPcma;
      const int straight = DecodeSample(code, codec);
      const int there = DecodeSample(TranscodeTable(codec, other)[code], other);
      EXPECT_NEAR(there, straight, std::max(16.0, std::abs(straight) * 0.07)) << byte;
    }
}

TEST(Tone, DigitsAreHeardByTheDetector) {
  for (const char digit : std::string("0123456789*#ABCD")) {
    InbandDigits ear;
    std::string heard;
    const auto tone = DigitTone(digit, 100ms);
    Bytes coded(tone.size());
    EncodeG711(tone, Codec::kPcmu, coded);
    for (std::size_t at = 0; at + 160 <= coded.size(); at += 160)
      if (const auto d = ear.Hear(std::span(coded).subspan(at, 160), Codec::kPcmu)) heard += *d;
    EXPECT_EQ(heard, std::string(1, digit));
  }
}

TEST(Tone, SpeechIsNotTakenForDigits) {
  InbandDigits ear;
  const auto speech = SpeechLike(1);
  Bytes coded(speech->size());
  EncodeG711(*speech, Codec::kPcma, coded);
  for (std::size_t at = 0; at + 160 <= coded.size(); at += 160)
    EXPECT_FALSE(ear.Hear(std::span(coded).subspan(at, 160), Codec::kPcma));
}

TEST(Tone, CadencesAreThoseOfTheNetwork) {
  EXPECT_EQ(RingbackTone().size(), 5U * 8000);
  EXPECT_EQ(BusyTone().size(), 5600U);
  const auto busy = BusyTone();
  EXPECT_GT(Power(std::span(busy).first(2800)), 3000);
  EXPECT_EQ(Power(std::span(busy).subspan(2800)), 0);
}

TEST(Resample, KeepsSpeechAndRemovesWhatWouldFoldBack) {
  for (const std::uint32_t rate : {4000U, 11'025U, 16'000U, 22'050U, 44'100U, 48'000U}) {
    const auto heard = ResampleTo8k(Sine(1000, rate, rate), rate);
    EXPECT_NEAR(static_cast<double>(heard.size()), 8000, 1);
    EXPECT_GT(test::CorrelationAt(Sine(1000, 8000, 8000), heard, 0), 0.999) << rate;
  }
  const auto folded = ResampleTo8k(Sine(5000, 16'000, 16'000), 16'000);
  EXPECT_LT(Power(std::span(folded).subspan(200, 7600)), 30) << "5 kHz would be heard as 3 kHz";
}

TEST(WavReader, ReadsBothWidthsBothLawsAndMixesStereo) {
  const auto pcm8 = DecodeWav(Wav(1, 1, 8000, 8, {128, 255, 0}));
  ASSERT_TRUE(pcm8) << pcm8.error();
  EXPECT_EQ(pcm8->samples, (std::vector<std::int16_t>{0, 127 * 256, -32'768}));
  const auto stereo = DecodeWav(Wav(1, 2, 44'100, 16, {100, 0, 44, 1}));  // 100 and 300
  ASSERT_TRUE(stereo);
  EXPECT_EQ(stereo->rate, 44'100U);
  EXPECT_EQ(stereo->samples, std::vector<std::int16_t>{200});
  const auto alaw = DecodeWav(Wav(6, 1, 8000, 8, {0xD5, 0xAA}));
  ASSERT_TRUE(alaw);
  EXPECT_EQ(alaw->samples[1], DecodeSample(0xAA, Codec::kPcma));
}

TEST(WavReader, TakesWhatIsThereOfADataChunkThatSaysTooMuch) {
  const auto wav = DecodeWav(Wav(1, 1, 22'050, 16, {1, 0, 2, 0}, 0x7FFF'F000));
  ASSERT_TRUE(wav);
  EXPECT_EQ(wav->samples.size(), 2U);
}

TEST(WavReader, SaysWhatIsWrong) {
  EXPECT_EQ(DecodeWav(Bytes{1, 2, 3}).error(), "not a WAV file");
  EXPECT_NE(DecodeWav(Wav(3, 1, 8000, 32, {})).error().find("neither PCM"), std::string::npos);
  EXPECT_FALSE(DecodeWav(Wav(1, 6, 8000, 16, {})));
  EXPECT_FALSE(DecodeWav(Wav(1, 1, 0, 16, {})));
  auto cut = Wav(1, 1, 8000, 16, {});
  cut.resize(cut.size() - 8);
  EXPECT_EQ(DecodeWav(cut).error(), "no audio in the file");
}

TEST(RecordingHeader, IsReadAsStereoALaw) {
  Bytes file;
  for (const auto byte : RecordingHeader(4)) file.push_back(byte);
  file.insert(file.end(), {0xAA, 0xAA, 0x2A, 0x2A});
  const auto wav = DecodeWav(file);
  ASSERT_TRUE(wav) << wav.error();
  EXPECT_EQ(wav->samples.size(), 2U);
  EXPECT_EQ(wav->samples[0], DecodeSample(0xAA, Codec::kPcma));
}

TEST(Prompts, LoadsAFileAtTheLinesRate) {
  const test::TempFolder folder;
  const auto sine = Sine(700, 16'000, 16'000);
  Bytes data;
  for (const auto s : sine) Put(data, static_cast<std::uint16_t>(s), 2);
  const auto wav = Wav(1, 1, 16'000, 16, data);
  std::ofstream(folder / "p.wav", std::ios::binary)
      .write(reinterpret_cast<const char*>(wav.data()), static_cast<std::streamsize>(wav.size()));
  const auto prompt = LoadPrompt(folder / "p.wav");
  ASSERT_TRUE(prompt) << prompt.error();
  EXPECT_GT(test::CorrelationAt(Sine(700, 8000, 8000), **prompt, 0), 0.999);
  EXPECT_FALSE(LoadPrompt(folder / "none.wav"));
}

TEST(Prompts, MadeByCodeAreLoudAndDifferent) {
  for (const auto& samples : {SpeechLike(0), SpeechLike(1), Melody(), TestSignal()})
    EXPECT_GT(Power(*samples), 800);
  EXPECT_LT(test::Correlate(*SpeechLike(0), *SpeechLike(1), 100).value, 0.5);
  EXPECT_EQ(*SpeechLike(3), *SpeechLike(3));
}

TEST(Correlate, FindsTheDelayOfTheTestSignal) {
  auto heard = Silence(123ms);
  const auto signal = TestSignal();
  heard.insert(heard.end(), signal->begin(), signal->end());
  const auto found = test::Correlate(*signal, heard, 200);
  EXPECT_EQ(found.delay_ms, 123);
  EXPECT_GT(found.value, 0.999);
  EXPECT_LT(test::CorrelationAt(*signal, heard, 0), 0.3);
}

TEST(Speech, SpeaksWhenTheProgramIsThereAndSaysSoWhenNot) {
  const auto missing = SpeakToSamples("hello", "en", {.program = "vss-no-such-program"});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error(), "vss-no-such-program is not installed");
  EXPECT_FALSE(SpeakToSamples("hello", "en;rm"));
  EXPECT_FALSE(SpeakToSamples("hello", "-f"));
  EXPECT_FALSE(SpeakToSamples("", "en"));
  const auto spoken = SpeakToSamples("--help is a text like any other", "en");
  if (!spoken) GTEST_SKIP() << spoken.error();
  EXPECT_GT((*spoken)->size(), 8000U);
  EXPECT_GT(Power(**spoken), 300);
}

TEST(Speech, EndsAProgramThatHangsOrNeverStopsTalking) {
  const auto start = std::chrono::steady_clock::now();
  const auto cut = SpeakToSamples("hello", "en", {.program = "cat", .timeout = 2s});  // refuses the options
  EXPECT_FALSE(cut);
  const test::TempFolder folder;
  const auto script = [&](const char* name, const char* text) {
    const auto path = folder / name;
    std::ofstream(path) << text;
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path.string();
  };
  const auto hangs =
      SpeakToSamples("x", "en", {.program = script("hang", "#!/bin/sh\nexec sleep 60\n"), .timeout = 200ms});
  ASSERT_FALSE(hangs);
  EXPECT_EQ(hangs.error(), "the speech program took too long");
  const auto endless = SpeakToSamples(
      "x", "en", {.program = script("yes", "#!/bin/sh\nexec yes\n"), .max_wav_bytes = 100'000});
  ASSERT_FALSE(endless);
  EXPECT_EQ(endless.error(), "the speech is too long");
  EXPECT_LT(std::chrono::steady_clock::now() - start, 9s);
}
}  // namespace
}  // namespace vss::media
