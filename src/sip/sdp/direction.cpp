#include "sip/sdp/direction.hpp"

namespace vss::sip::sdp {

std::string_view ToString(Direction direction) {
  switch (direction) {
    case Direction::kSendRecv:
      return "sendrecv";
    case Direction::kSendOnly:
      return "sendonly";
    case Direction::kRecvOnly:
      return "recvonly";
    case Direction::kInactive:
      return "inactive";
  }
  return "inactive";
}

std::optional<Direction> ParseDirection(std::string_view text) {
  for (const Direction direction :
       {Direction::kSendRecv, Direction::kSendOnly, Direction::kRecvOnly, Direction::kInactive}) {
    if (ToString(direction) == text) return direction;
  }
  return std::nullopt;
}

Direction Reverse(Direction direction) {
  if (direction == Direction::kSendOnly) return Direction::kRecvOnly;
  return direction == Direction::kRecvOnly ? Direction::kSendOnly : direction;
}

Direction Both(Direction a, Direction b) {
  if (a == b || b == Direction::kSendRecv) return a;
  return a == Direction::kSendRecv ? b : Direction::kInactive;
}
}  // namespace vss::sip::sdp
