#pragma once
#include "sip/transaction/actions.hpp"

/// INVITE client transaction: RFC 3261 §17.1.1, figure 5, as RFC 6026 §7.2 and §8.4 change it. A pure
/// function of state and event: no clock, no sockets. A timer that is left over from an earlier state changes
/// nothing.
namespace vss::sip::client_invite {

enum class State : std::uint8_t { kCalling, kProceeding, kCompleted, kAccepted, kTerminated };
enum class Event : std::uint8_t {
  k1xx,
  k2xx,
  k3xxTo6xx,
  kTimerA,         ///< retransmit, doubling without a cap (§17.1.1.2)
  kTimerB,         ///< no answer
  kTimerD,         ///< retransmitted final responses have died out
  kTimerM,         ///< retransmitted 2xx have died out (RFC 6026 §8.4)
  kCancelExpired,  ///< cancelled 64*T1 ago and still no final response (§9.1)
  kTransportError,
};

Step<State> Start(Reliability reliability);
Step<State> Next(State state, Event event, Reliability reliability);
}  // namespace vss::sip::client_invite
