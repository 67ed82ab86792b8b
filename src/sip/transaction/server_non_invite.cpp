#include "sip/transaction/server_non_invite.hpp"

namespace vss::sip::server_non_invite {
namespace {
using enum Action;

Step<State> WithoutFinal(State state, Event event, Reliability reliability) {
  switch (event) {
    case Event::kRequest:
      // §17.2.2: in Trying there is nothing yet to send again.
      return {state, state == State::kProceeding ? Actions(kSend) : Actions()};
    case Event::kSend1xx:
      return {State::kProceeding, kSend};
    case Event::kSendFinal:
      // §17.2.2: Timer J is zero over a reliable transport.
      if (reliability == Reliability::kReliable) return {State::kTerminated, kSend};
      return {State::kCompleted, kSend | kStartLinger};
    case Event::kTransportError:
      return {state, kTellTransport};
    case Event::kTimerJ:
      break;
  }
  return {state, {}};
}

Step<State> InCompleted(Event event) {
  switch (event) {
    case Event::kRequest:
      return {State::kCompleted, kSend};
    case Event::kTimerJ:
      return {State::kTerminated, {}};
    case Event::kTransportError:
      return {State::kCompleted, kTellTransport};
    default:
      return {State::kCompleted, {}};
  }
}
}  // namespace

Step<State> Next(State state, Event event, Reliability reliability) {
  switch (state) {
    case State::kTrying:
    case State::kProceeding:
      return WithoutFinal(state, event, reliability);
    case State::kCompleted:
      return InCompleted(event);
    case State::kTerminated:
      break;
  }
  return {State::kTerminated, {}};
}
}  // namespace vss::sip::server_non_invite
