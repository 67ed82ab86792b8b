#include "sip/transaction/server_invite.hpp"

namespace vss::sip::server_invite {
namespace {
using enum Action;

Step<State> InProceeding(Event event, Reliability reliability) {
  switch (event) {
    case Event::kInvite:
    case Event::kSend1xx:
      return {State::kProceeding, kSend};
    case Event::kSend2xx:
      return {State::kAccepted, kSend | kStartLinger};
    case Event::kSend3xxTo6xx:
      if (reliability == Reliability::kReliable) return {State::kCompleted, kSend | kStartLimit};
      return {State::kCompleted, kSend | kStartRetransmit | kStartLimit};
    case Event::kTransportError:
      return {State::kProceeding, kTellTransport};
    default:
      return {State::kProceeding, {}};
  }
}

Step<State> InCompleted(Event event, Reliability reliability) {
  switch (event) {
    case Event::kInvite:
      return {State::kCompleted, kSend};
    case Event::kTimerG:
      if (reliability == Reliability::kReliable) return {State::kCompleted, {}};
      return {State::kCompleted, kSend | kBackOff};
    case Event::kTimerH:
      return {State::kTerminated, kTellTimeout};
    case Event::kAck:
      // §17.2.1: Timer I is zero over a reliable transport.
      if (reliability == Reliability::kReliable) return {State::kTerminated, {}};
      return {State::kConfirmed, kStartLinger};
    case Event::kTransportError:
      return {State::kCompleted, kTellTransport};
    default:
      return {State::kCompleted, {}};
  }
}

Step<State> InAccepted(Event event) {
  switch (event) {
    case Event::kAck:
      return {State::kAccepted, kPass};
    case Event::kSend2xx:
      return {State::kAccepted, kSend};
    case Event::kTimerL:
      return {State::kTerminated, {}};
    case Event::kTransportError:
      return {State::kAccepted, kTellTransport};
    default:
      return {State::kAccepted, {}};
  }
}
}  // namespace

Step<State> Next(State state, Event event, Reliability reliability) {
  switch (state) {
    case State::kProceeding:
      return InProceeding(event, reliability);
    case State::kCompleted:
      return InCompleted(event, reliability);
    case State::kConfirmed:
      return {event == Event::kTimerI ? State::kTerminated : State::kConfirmed, {}};
    case State::kAccepted:
      return InAccepted(event);
    case State::kTerminated:
      break;
  }
  return {State::kTerminated, {}};
}
}  // namespace vss::sip::server_invite
