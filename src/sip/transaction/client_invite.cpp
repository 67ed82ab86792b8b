#include "sip/transaction/client_invite.hpp"

namespace vss::sip::client_invite {
namespace {
using enum Action;

/// The first final response, from Calling and Proceeding alike.
Step<State> OnFailureResponse(Reliability reliability) {
  // §17.1.1.2: Timer D is zero over a reliable transport, which ends the transaction at once.
  if (reliability == Reliability::kReliable) return {State::kTerminated, kAck | kPass};
  return {State::kCompleted, kAck | kStartLinger | kPass};
}

Step<State> InCalling(Event event, Reliability reliability) {
  switch (event) {
    case Event::k1xx:
      return {State::kProceeding, kPass};
    case Event::k2xx:
      return {State::kAccepted, kStartLinger | kPass};
    case Event::k3xxTo6xx:
      return OnFailureResponse(reliability);
    case Event::kTimerA:
      if (reliability == Reliability::kReliable) return {State::kCalling, {}};
      return {State::kCalling, kSend | kBackOff};
    case Event::kTimerB:
    case Event::kCancelExpired:
      return {State::kTerminated, kTellTimeout};
    case Event::kTransportError:
      return {State::kTerminated, kTellTransport};
    default:
      return {State::kCalling, {}};
  }
}

Step<State> InProceeding(Event event, Reliability reliability) {
  switch (event) {
    case Event::k1xx:
      return {State::kProceeding, kPass};
    case Event::k2xx:
      return {State::kAccepted, kStartLinger | kPass};
    case Event::k3xxTo6xx:
      return OnFailureResponse(reliability);
    case Event::kCancelExpired:
      return {State::kTerminated, kTellTimeout};
    default:
      return {State::kProceeding, {}};
  }
}

Step<State> InCompleted(Event event) {
  switch (event) {
    case Event::k3xxTo6xx:
      return {State::kCompleted, kAck};
    case Event::kTimerD:
      return {State::kTerminated, {}};
    case Event::kTransportError:
      return {State::kTerminated, kTellTransport};
    default:
      return {State::kCompleted, {}};
  }
}

Step<State> InAccepted(Event event) {
  if (event == Event::k2xx) return {State::kAccepted, kPass};
  if (event == Event::kTimerM) return {State::kTerminated, {}};
  return {State::kAccepted, {}};
}
}  // namespace

Step<State> Start(Reliability reliability) {
  if (reliability == Reliability::kReliable) return {State::kCalling, kSend | kStartLimit};
  return {State::kCalling, kSend | kStartRetransmit | kStartLimit};
}

Step<State> Next(State state, Event event, Reliability reliability) {
  switch (state) {
    case State::kCalling:
      return InCalling(event, reliability);
    case State::kProceeding:
      return InProceeding(event, reliability);
    case State::kCompleted:
      return InCompleted(event);
    case State::kAccepted:
      return InAccepted(event);
    case State::kTerminated:
      break;
  }
  return {State::kTerminated, {}};
}
}  // namespace vss::sip::client_invite
