#include "ottb/recordings/waveform.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace vss::ottb {
namespace {
constexpr std::size_t kHeaderBytes = 4096, kPieceBytes = 1U << 20U;
constexpr std::uint32_t kPcm = 1, kAlaw = 6;
constexpr std::int32_t kFullScale = 32768;

std::uint32_t LittleAt(std::span<const std::uint8_t> bytes, std::size_t at, int count) {
  std::uint32_t value = 0;
  for (int n = count - 1; n >= 0; --n) value = value << 8U | bytes[at + static_cast<std::size_t>(n)];
  return value;
}

bool HasTag(std::span<const std::uint8_t> bytes, std::size_t at, std::string_view tag) {
  return bytes.size() >= at + tag.size() && std::equal(tag.begin(), tag.end(), bytes.begin() + at);
}

/// How far a byte of A-law is from silence, ITU-T G.711 table 1a; of 32768.
constexpr std::int32_t AlawSize(std::uint8_t byte) {
  const std::int32_t code = byte ^ 0x55;
  const std::int32_t segment = code >> 4 & 7, step = code & 15;
  return segment == 0 ? (step << 4) + 8 : ((step << 4) + 0x108) << (segment - 1);
}

constexpr auto kAlawSizes = [] {
  std::array<std::uint16_t, 256> sizes{};
  for (std::size_t n = 0; n < sizes.size(); ++n)
    sizes[n] = static_cast<std::uint16_t>(AlawSize(static_cast<std::uint8_t>(n)) * 1000 / kFullScale);
  return sizes;
}();

std::uint16_t PcmSize(const std::uint8_t* sample) {
  const auto value = static_cast<std::int16_t>(sample[0] | sample[1] << 8);
  return static_cast<std::uint16_t>(std::abs(static_cast<std::int32_t>(value)) * 1000 / kFullScale);
}

std::vector<std::uint8_t> ReadAt(int fd, std::uint64_t at, std::size_t most) {
  std::vector<std::uint8_t> bytes(most);
  std::size_t have = 0;
  while (have < most) {
    const ssize_t got = pread(fd, bytes.data() + have, most - have, static_cast<off_t>(at + have));
    if (got <= 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}
}  // namespace

WaveformReader::WaveformReader(std::shared_ptr<const FileHandle> file, std::uint64_t bytes)
    : file_(std::move(file)), bytes_(bytes) {
  ReadHeader();
}

void WaveformReader::ReadHeader() {
  const std::vector<std::uint8_t> head = ReadAt(file_->get(), 0, kHeaderBytes);
  if (!HasTag(head, 0, "RIFF") || !HasTag(head, 8, "WAVE")) return;
  std::uint32_t form = 0, channels = 0, bits = 0;
  for (std::size_t at = 12; at + 8 <= head.size();) {
    const std::uint64_t size = LittleAt(head, at + 4, 4);
    if (HasTag(head, at, "fmt ") && at + 24 <= head.size()) {
      form = LittleAt(head, at + 8, 2), channels = LittleAt(head, at + 10, 2);
      drawn_.rate = LittleAt(head, at + 12, 4), bits = LittleAt(head, at + 22, 2);
    }
    if (HasTag(head, at, "data")) {
      const bool known = (form == kAlaw && bits == 8) || (form == kPcm && bits == 16);
      if (!known || channels < 1 || channels > 2 || drawn_.rate == 0) return;
      sample_bytes_ = bits / 8;
      at_ = at + 8;
      // The header of one that a stop cut short may say something else than there is.
      const std::uint64_t data = std::min(size == 0 ? bytes_ : size, bytes_ - std::min(bytes_, at_));
      drawn_.frames = data / (sample_bytes_ * channels);
      drawn_.channels.assign(channels, std::vector<std::uint16_t>(kWaveformStretches));
      return;
    }
    at += 8 + size + size % 2;
  }
}

bool WaveformReader::Next() {
  const std::size_t frame_bytes = sample_bytes_ * drawn_.channels.size();
  if (!IsOpen() || frame_ >= drawn_.frames) return false;
  const std::uint64_t wanted = std::min<std::uint64_t>(kPieceBytes / frame_bytes, drawn_.frames - frame_);
  const auto piece = ReadAt(file_->get(), at_, wanted * frame_bytes);
  const std::uint64_t frames = piece.size() / frame_bytes;
  Draw(piece.data(), frames);
  at_ += frames * frame_bytes;
  frame_ += frames;
  return frames == wanted && frame_ < drawn_.frames;  // fewer: the file was cut meanwhile
}

void WaveformReader::Draw(const std::uint8_t* piece, std::uint64_t frames) {
  for (std::uint64_t n = 0; n < frames; ++n) {
    const std::size_t stretch = (frame_ + n) * kWaveformStretches / drawn_.frames;
    for (auto& channel : drawn_.channels) {
      const std::uint16_t size = sample_bytes_ == 1 ? kAlawSizes[*piece] : PcmSize(piece);
      channel[stretch] = std::max(channel[stretch], size);
      piece += sample_bytes_;
    }
  }
}
}  // namespace vss::ottb
