#pragma once
#include <cstdint>

namespace vss::media {
enum class Codec : std::uint8_t { kPcmu, kPcma };
}
