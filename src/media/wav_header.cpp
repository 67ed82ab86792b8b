#include "media/wav_header.hpp"

#include <algorithm>
#include <string_view>

namespace vss::media {
namespace {
constexpr std::uint32_t kAlawTag = 6, kChannels = 2, kRate = 8000;

class Fields {
 public:
  explicit Fields(std::array<std::uint8_t, kRecordingHeaderBytes>& out) : out_(out) {}
  Fields& Name(std::string_view name) {
    for (const char c : name) out_[at_++] = static_cast<std::uint8_t>(c);
    return *this;
  }
  Fields& Little(std::uint32_t value, int bytes) {
    for (int n = 0; n < bytes; ++n) out_[at_++] = static_cast<std::uint8_t>(value >> (8 * n));
    return *this;
  }

 private:
  std::array<std::uint8_t, kRecordingHeaderBytes>& out_;
  std::size_t at_ = 0;
};
}  // namespace

std::array<std::uint8_t, kRecordingHeaderBytes> RecordingHeader(std::uint64_t audio_bytes) {
  const auto data = static_cast<std::uint32_t>(std::min<std::uint64_t>(audio_bytes, 0xFFFF'FF00));
  std::array<std::uint8_t, kRecordingHeaderBytes> header{};
  Fields fields(header);
  fields.Name("RIFF").Little(data + kRecordingHeaderBytes - 8, 4).Name("WAVE");
  fields.Name("fmt ").Little(18, 4).Little(kAlawTag, 2).Little(kChannels, 2).Little(kRate, 4);
  fields.Little(kRate * kChannels, 4).Little(kChannels, 2).Little(8, 2).Little(0, 2);
  fields.Name("fact").Little(4, 4).Little(data / kChannels, 4);
  fields.Name("data").Little(data, 4);
  return header;
}
}  // namespace vss::media
