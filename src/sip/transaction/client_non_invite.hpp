#pragma once
#include "sip/transaction/actions.hpp"

/// Non-INVITE client transaction: RFC 3261 §17.1.2, figure 6. A pure function of state and event.
namespace vss::sip::client_non_invite {

enum class State : std::uint8_t { kTrying, kProceeding, kCompleted, kTerminated };
enum class Event : std::uint8_t {
  k1xx,
  kFinal,
  kTimerE,  ///< retransmit: doubling up to T2 in Trying, every T2 in Proceeding (§17.1.2.2)
  kTimerF,  ///< no answer
  kTimerK,  ///< retransmitted final responses have died out
  kTransportError,
};

Step<State> Start(Reliability reliability);
Step<State> Next(State state, Event event, Reliability reliability);
}  // namespace vss::sip::client_non_invite
