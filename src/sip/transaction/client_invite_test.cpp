#include "sip/transaction/client_invite.hpp"

#include <gtest/gtest.h>

#include <array>

// RFC 3261 §17.1.1.2, figure 5, with RFC 6026 §7.2 (Accepted, Timer M).
namespace vss::sip::client_invite {
namespace {
using enum Action;
using S = State;
constexpr auto kUdp = Reliability::kUnreliable;
constexpr auto kTcp = Reliability::kReliable;

constexpr std::array kStates{S::kCalling, S::kProceeding, S::kCompleted, S::kAccepted, S::kTerminated};
constexpr std::array kEvents{Event::k1xx,    Event::k2xx,           Event::k3xxTo6xx,
                             Event::kTimerA, Event::kTimerB,        Event::kTimerD,
                             Event::kTimerM, Event::kCancelExpired, Event::kTransportError};
using Row = std::array<Step<State>, kEvents.size()>;
constexpr Actions kNothing{};

// One row a state; in it one step an event, in the order of kEvents.
constexpr std::array<Row, kStates.size()> kOverUdp{{
    {{{S::kProceeding, kPass},
      {S::kAccepted, kPass | kStartLinger},
      {S::kCompleted, kAck | kPass | kStartLinger},
      {S::kCalling, kSend | kBackOff},
      {S::kTerminated, kTellTimeout},
      {S::kCalling, kNothing},
      {S::kCalling, kNothing},
      {S::kTerminated, kTellTimeout},
      {S::kTerminated, kTellTransport}}},
    {{{S::kProceeding, kPass},
      {S::kAccepted, kPass | kStartLinger},
      {S::kCompleted, kAck | kPass | kStartLinger},
      {S::kProceeding, kNothing},
      {S::kProceeding, kNothing},
      {S::kProceeding, kNothing},
      {S::kProceeding, kNothing},
      {S::kTerminated, kTellTimeout},
      {S::kProceeding, kNothing}}},
    {{{S::kCompleted, kNothing},
      {S::kCompleted, kNothing},
      {S::kCompleted, kAck},
      {S::kCompleted, kNothing},
      {S::kCompleted, kNothing},
      {S::kTerminated, kNothing},
      {S::kCompleted, kNothing},
      {S::kCompleted, kNothing},
      {S::kTerminated, kTellTransport}}},
    {{{S::kAccepted, kNothing},
      {S::kAccepted, kPass},
      {S::kAccepted, kNothing},
      {S::kAccepted, kNothing},
      {S::kAccepted, kNothing},
      {S::kAccepted, kNothing},
      {S::kTerminated, kNothing},
      {S::kAccepted, kNothing},
      {S::kAccepted, kNothing}}},
    {{{S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing}}},
}};

TEST(ClientInviteTransaction, FollowsTheFigureForEveryStateAndEvent) {
  for (std::size_t s = 0; s < kStates.size(); ++s) {
    for (std::size_t e = 0; e < kEvents.size(); ++e) {
      EXPECT_EQ(Next(kStates[s], kEvents[e], kUdp), kOverUdp[s][e]) << "state " << s << ", event " << e;
    }
  }
}

TEST(ClientInviteTransaction, DiffersOverAReliableTransportOnlyInTimersAAndD) {
  for (std::size_t s = 0; s < kStates.size(); ++s) {
    for (std::size_t e = 0; e < kEvents.size(); ++e) {
      Step<State> expected = kOverUdp[s][e];
      // §17.1.1.2: Timer D is zero; Timer A is not used.
      if (expected.actions.Has(kAck) && expected.actions.Has(kPass))
        expected = {S::kTerminated, kAck | kPass};
      if (kEvents[e] == Event::kTimerA) expected = {kStates[s], kNothing};
      EXPECT_EQ(Next(kStates[s], kEvents[e], kTcp), expected) << "state " << s << ", event " << e;
    }
  }
}

// §17.1.1.2: Timer A over unreliable transports, Timer B over all.
TEST(ClientInviteTransaction, StartsWithTimerAOnlyOverAnUnreliableTransport) {
  EXPECT_EQ(Start(kUdp), (Step<State>{S::kCalling, kSend | kStartRetransmit | kStartLimit}));
  EXPECT_EQ(Start(kTcp), (Step<State>{S::kCalling, kSend | kStartLimit}));
}

// §17.1.1.2: "the client transaction SHOULD NOT retransmit the request any further" in Proceeding.
TEST(ClientInviteTransaction, StopsRetransmittingAfterProvisional) {
  const State state = Next(S::kCalling, Event::k1xx, kUdp).state;
  EXPECT_FALSE(Next(state, Event::kTimerA, kUdp).actions.Has(kSend));
}
}  // namespace
}  // namespace vss::sip::client_invite
