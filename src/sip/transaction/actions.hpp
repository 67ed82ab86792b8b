#pragma once
#include <cstdint>

namespace vss::sip {

enum class Reliability : std::uint8_t { kUnreliable, kReliable };

/// What a step of a transaction machine asks the stack to do, in this order.
enum class Action : std::uint16_t {
  kSend = 1 << 0,             ///< the request, or the last response
  kAck = 1 << 1,              ///< the ACK of a non-2xx final response (§17.1.1.3)
  kStartRetransmit = 1 << 2,  ///< Timer A, E or G, at T1
  kBackOff = 1 << 3,          ///< the same again: twice as long, or as the machine's clause says
  kStartLimit = 1 << 4,       ///< Timer B, F or H of this machine: 64*T1
  kStartLinger = 1 << 5,      ///< Timer D, I, J, K, L or M of the new state
  kPass = 1 << 6,             ///< the message to the user
  kTellTimeout = 1 << 7,
  kTellTransport = 1 << 8,
};

class Actions {
 public:
  constexpr Actions() = default;
  constexpr Actions(Action action) : bits_(static_cast<std::uint16_t>(action)) {}
  constexpr bool Has(Action action) const { return (bits_ & static_cast<std::uint16_t>(action)) != 0; }
  constexpr bool None() const { return bits_ == 0; }
  friend constexpr Actions operator|(Actions a, Actions b) {
    Actions both;
    both.bits_ = static_cast<std::uint16_t>(a.bits_ | b.bits_);
    return both;
  }
  constexpr bool operator==(const Actions&) const = default;

 private:
  std::uint16_t bits_ = 0;
};
constexpr Actions operator|(Action a, Action b) { return Actions(a) | Actions(b); }

/// Where a machine goes and what is to be done on the way.
template <class State>
struct Step {
  State state;
  Actions actions;
  constexpr bool operator==(const Step&) const = default;
};
}  // namespace vss::sip
