#pragma once
#include "sip/transaction/actions.hpp"

/// INVITE server transaction: RFC 3261 §17.2.1, figure 7, as RFC 6026 §7.1 and §8.6–8.8 change it: Accepted
/// absorbs retransmitted INVITEs, and a response that cannot be sent leaves the state as it is. A pure
/// function of state and event.
namespace vss::sip::server_invite {

enum class State : std::uint8_t { kProceeding, kCompleted, kConfirmed, kAccepted, kTerminated };
enum class Event : std::uint8_t {
  kInvite,  ///< retransmitted
  kAck,
  kSend1xx,
  kSend2xx,  ///< the first, or again until the ACK comes (RFC 3261 §13.3.1.4)
  kSend3xxTo6xx,
  kTimerG,  ///< retransmit the final response, doubling up to T2
  kTimerH,  ///< no ACK
  kTimerI,  ///< retransmitted ACKs have died out
  kTimerL,  ///< retransmitted INVITEs have died out (RFC 6026 §8.7)
  kTransportError,
};

/// Starts in Proceeding.
Step<State> Next(State state, Event event, Reliability reliability);
}  // namespace vss::sip::server_invite
