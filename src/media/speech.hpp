#pragma once
#include <chrono>
#include <expected>
#include <string>
#include <string_view>

#include "media/engine.hpp"

namespace vss::media {

struct SpeechLimits {
  std::string program = "espeak-ng";  ///< found through PATH
  std::chrono::milliseconds timeout{10'000};
  std::size_t max_text_bytes = 4000;
  std::size_t max_wav_bytes = 32 << 20;
};

/// Speaks `text` in `language` ("en", "ru", "en-us") through espeak-ng: run directly, without a shell, the
/// text on its standard input, killed at the time-out. The error is a sentence for the user, also when the
/// program is not installed. Blocks: for a pool's thread.
std::expected<Engine::Samples, std::string> SpeakToSamples(std::string_view text, std::string_view language,
                                                           const SpeechLimits& limits = {});
}  // namespace vss::media
