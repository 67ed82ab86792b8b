#pragma once
#include "sip/transaction/actions.hpp"

/// Non-INVITE server transaction: RFC 3261 §17.2.2, figure 8, with RFC 6026 §8.8: a response that cannot be
/// sent leaves the state as it is. A pure function of state and event.
namespace vss::sip::server_non_invite {

enum class State : std::uint8_t { kTrying, kProceeding, kCompleted, kTerminated };
enum class Event : std::uint8_t {
  kRequest,  ///< retransmitted
  kSend1xx,
  kSendFinal,
  kTimerJ,  ///< retransmitted requests have died out
  kTransportError,
};

/// Starts in Trying.
Step<State> Next(State state, Event event, Reliability reliability);
}  // namespace vss::sip::server_non_invite
