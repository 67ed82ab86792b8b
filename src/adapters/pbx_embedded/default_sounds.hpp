#pragma once
#include "sip/audio/sounds.hpp"

namespace vss::pbx_embedded {

/// What lines and the test exchange say. `prompt`: for AUTO lines, in place of the built-in melody.
sip::Sounds MakeSounds(media::Engine::Samples prompt);
}  // namespace vss::pbx_embedded
