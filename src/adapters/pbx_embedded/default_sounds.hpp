#pragma once
#include <filesystem>
#include <optional>

#include "sip/audio/sounds.hpp"

namespace vss::pbx_embedded {

/// What lines and the test exchange say. `prompt`: a WAV file for AUTO lines in place of the built-in one;
/// throws std::runtime_error when it cannot be read.
sip::Sounds MakeSounds(const std::optional<std::filesystem::path>& prompt);
}  // namespace vss::pbx_embedded
