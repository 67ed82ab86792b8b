#include "media/prompts.hpp"

#include "base/files.hpp"
#include "media/resample.hpp"
#include "media/wav_reader.hpp"

namespace vss::media {
namespace {
constexpr std::size_t kMaxFile = 64 << 20;
}

std::expected<Engine::Samples, std::string> DecodePrompt(std::span<const std::uint8_t> wav) {
  const auto audio = DecodeWav(wav);
  if (!audio) return std::unexpected(audio.error());
  if (audio->samples.empty()) return std::unexpected("no audio in the file");
  return std::make_shared<const std::vector<std::int16_t>>(ResampleTo8k(audio->samples, audio->rate));
}

std::expected<Engine::Samples, std::string> LoadPrompt(const std::filesystem::path& path) try {
  const std::string file = ReadWholeFile(path, kMaxFile);
  return DecodePrompt({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()});
} catch (const std::exception& error) {
  return std::unexpected(error.what());
}
}  // namespace vss::media
