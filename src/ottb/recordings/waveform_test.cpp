#include "ottb/recordings/waveform.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "base/testing/temp_folder.hpp"

namespace vss::ottb {
namespace {
std::string LittleEndian(std::uint32_t value, int bytes) {
  std::string text;
  for (int n = 0; n < bytes; ++n) text += static_cast<char>(value >> (8 * n) & 0xFFU);
  return text;
}

std::string Wav(std::uint32_t form, std::uint32_t channels, std::uint32_t bits, const std::string& data,
                std::uint32_t said) {
  return "RIFF" + LittleEndian(0, 4) + "WAVEfmt " + LittleEndian(16, 4) + LittleEndian(form, 2) +
         LittleEndian(channels, 2) + LittleEndian(8000, 4) + LittleEndian(0, 4) + LittleEndian(0, 2) +
         LittleEndian(bits, 2) + "data" + LittleEndian(said, 4) + data;
}

struct Drawn {
  bool open = false;
  Waveform waveform;
};

Drawn Draw(const std::string& text) {
  const test::TempFolder folder;
  WriteWholeFile(folder / "a.wav", text, 0600);
  auto file = std::make_shared<const FileHandle>(OpenBeneath(folder.path(), "a.wav"));
  WaveformReader reader(file, text.size());
  while (reader.Next()) {
  }
  const bool open = reader.IsOpen();
  return {open, std::move(reader).Take()};
}

// A-law: 0xD5 is silence, 0xAA and 0x2A are the loudest.
std::string Frames(std::size_t count, char left, char right) {
  std::string data;
  for (std::size_t n = 0; n < count; ++n) data += left, data += right;
  return data;
}
constexpr char kSilence = '\xD5', kLoud = '\xAA', kLoudBelow = '\x2A';
}  // namespace

TEST(Waveform, HasTheLoudestOfEachStretchAndChannel) {
  const std::string data = Frames(300, kLoud, kSilence) + Frames(300, kSilence, kLoudBelow);
  const auto [open, drawn] = Draw(Wav(6, 2, 8, data, 1200));
  ASSERT_TRUE(open);
  ASSERT_EQ(drawn.channels.size(), 2U);
  EXPECT_EQ(drawn.frames, 600U);
  EXPECT_EQ(drawn.rate, 8000U);
  for (std::size_t n = 0; n < kWaveformStretches; ++n) {
    EXPECT_EQ(drawn.channels[0][n], n < 300 ? 984 : 0) << n;
    EXPECT_EQ(drawn.channels[1][n], n < 300 ? 0 : 984) << n;
  }
}

TEST(Waveform, IsReadOverManyPieces) {
  constexpr std::size_t kFrames = 1'200'000;  // 2.4 MB
  std::string data = Frames(kFrames, kSilence, kSilence);
  data[2 * (kFrames - 1)] = kLoud;      // the very last of the left
  data[2 * (kFrames / 2) + 1] = kLoud;  // the middle of the right
  const auto [open, drawn] = Draw(Wav(6, 2, 8, data, static_cast<std::uint32_t>(data.size())));
  ASSERT_TRUE(open);
  EXPECT_EQ(drawn.channels[0][599], 984);
  EXPECT_EQ(drawn.channels[0][598], 0);
  EXPECT_EQ(drawn.channels[1][300], 984);
  EXPECT_EQ(drawn.channels[1][299], 0);
}

TEST(Waveform, IsOfWhatIsThereWhenTheHeaderSaysMoreOrNothing) {
  for (const std::uint32_t said : {0U, 9999U}) {
    const auto [open, drawn] = Draw(Wav(1, 1, 16, std::string("\x00\x80\x00\x40", 4), said));
    ASSERT_TRUE(open);
    EXPECT_EQ(drawn.frames, 2U);
    EXPECT_EQ(drawn.channels[0][0], 1000);
    EXPECT_EQ(drawn.channels[0][300], 500);
  }
}

TEST(Waveform, IsNoneOfWhatIsNoRecording) {
  for (const std::string& text : {std::string(), std::string("RIFF and so on"), Wav(85, 2, 8, "ab", 2),
                                  Wav(6, 3, 8, "abc", 3), Wav(6, 2, 8, "ab", 2).substr(0, 30)})
    EXPECT_FALSE(Draw(text).open);
  EXPECT_EQ(Draw(Wav(6, 2, 8, "", 0)).waveform.frames, 0U);
}
}  // namespace vss::ottb
