#include "sip/transaction/client_non_invite.hpp"

namespace vss::sip::client_non_invite {
namespace {
using enum Action;

/// Trying and Proceeding differ in where a provisional response leads and in how Timer E backs off.
Step<State> WithoutFinal(State state, Event event, Reliability reliability) {
  switch (event) {
    case Event::k1xx:
      return {State::kProceeding, kPass};
    case Event::kFinal:
      // §17.1.2.2: Timer K is zero over a reliable transport.
      if (reliability == Reliability::kReliable) return {State::kTerminated, kPass};
      return {State::kCompleted, kStartLinger | kPass};
    case Event::kTimerE:
      if (reliability == Reliability::kReliable) return {state, {}};
      return {state, kSend | kBackOff};
    case Event::kTimerF:
      return {State::kTerminated, kTellTimeout};
    case Event::kTransportError:
      return {State::kTerminated, kTellTransport};
    case Event::kTimerK:
      break;
  }
  return {state, {}};
}
}  // namespace

Step<State> Start(Reliability reliability) {
  if (reliability == Reliability::kReliable) return {State::kTrying, kSend | kStartLimit};
  return {State::kTrying, kSend | kStartRetransmit | kStartLimit};
}

Step<State> Next(State state, Event event, Reliability reliability) {
  switch (state) {
    case State::kTrying:
    case State::kProceeding:
      return WithoutFinal(state, event, reliability);
    case State::kCompleted:
      return {event == Event::kTimerK ? State::kTerminated : State::kCompleted, {}};
    case State::kTerminated:
      break;
  }
  return {State::kTerminated, {}};
}
}  // namespace vss::sip::client_non_invite
