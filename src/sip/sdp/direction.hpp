#pragma once
#include "sip/sdp/sdp.hpp"

namespace vss::sip::sdp {
std::optional<Direction> ParseDirection(std::string_view text);
/// What is left when both, seen from the same side, must allow it.
Direction Both(Direction a, Direction b);
}  // namespace vss::sip::sdp
