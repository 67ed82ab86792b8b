#include "ottb/cdr/cdr.hpp"

namespace vss::ottb {
namespace {
std::chrono::milliseconds Between(const std::optional<Instant>& from, const std::optional<Instant>& to) {
  return from && to ? std::max(*to - *from, std::chrono::milliseconds(0)) : std::chrono::milliseconds(0);
}
}  // namespace

Cdr MakeCdr(const Call& call, std::vector<Leg> legs) {
  const auto rang_until = call.answered_at ? call.answered_at : call.ended_at;
  return {.call = call,
          .disposition = DispositionOf(call),
          .duration = Between(call.started_at, call.ended_at),
          .ring = Between(call.ringing_at, rang_until),
          .talk = Between(call.answered_at, call.ended_at),
          .legs = std::move(legs)};
}
}  // namespace vss::ottb
