#include "sip/transaction/server_invite.hpp"

#include <gtest/gtest.h>

#include <array>

// RFC 3261 §17.2.1, figure 7, with RFC 6026 §7.1 (Accepted, Timer L, transport errors).
namespace vss::sip::server_invite {
namespace {
using enum Action;
using S = State;
constexpr auto kUdp = Reliability::kUnreliable;
constexpr auto kTcp = Reliability::kReliable;

constexpr std::array kStates{S::kProceeding, S::kCompleted, S::kConfirmed, S::kAccepted, S::kTerminated};
constexpr std::array kEvents{Event::kInvite,       Event::kAck,           Event::kSend1xx, Event::kSend2xx,
                             Event::kSend3xxTo6xx, Event::kTimerG,        Event::kTimerH,  Event::kTimerI,
                             Event::kTimerL,       Event::kTransportError};
using Row = std::array<Step<State>, kEvents.size()>;
constexpr Actions kNothing{};

constexpr std::array<Row, kStates.size()> kOverUdp{{
    {{{S::kProceeding, kSend},
      {S::kProceeding, kNothing},
      {S::kProceeding, kSend},
      {S::kAccepted, kSend | kStartLinger},
      {S::kCompleted, kSend | kStartRetransmit | kStartLimit},
      {S::kProceeding, kNothing},
      {S::kProceeding, kNothing},
      {S::kProceeding, kNothing},
      {S::kProceeding, kNothing},
      {S::kProceeding, kTellTransport}}},
    {{{S::kCompleted, kSend},
      {S::kConfirmed, kStartLinger},
      {S::kCompleted, kNothing},
      {S::kCompleted, kNothing},
      {S::kCompleted, kNothing},
      {S::kCompleted, kSend | kBackOff},
      {S::kTerminated, kTellTimeout},
      {S::kCompleted, kNothing},
      {S::kCompleted, kNothing},
      {S::kCompleted, kTellTransport}}},
    {{{S::kConfirmed, kNothing},
      {S::kConfirmed, kNothing},
      {S::kConfirmed, kNothing},
      {S::kConfirmed, kNothing},
      {S::kConfirmed, kNothing},
      {S::kConfirmed, kNothing},
      {S::kConfirmed, kNothing},
      {S::kTerminated, kNothing},
      {S::kConfirmed, kNothing},
      {S::kConfirmed, kNothing}}},
    {{{S::kAccepted, kNothing},
      {S::kAccepted, kPass},
      {S::kAccepted, kNothing},
      {S::kAccepted, kSend},
      {S::kAccepted, kNothing},
      {S::kAccepted, kNothing},
      {S::kAccepted, kNothing},
      {S::kAccepted, kNothing},
      {S::kTerminated, kNothing},
      {S::kAccepted, kTellTransport}}},
    {{{S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing}}},
}};

TEST(ServerInviteTransaction, FollowsTheFigureForEveryStateAndEvent) {
  for (std::size_t s = 0; s < kStates.size(); ++s) {
    for (std::size_t e = 0; e < kEvents.size(); ++e) {
      EXPECT_EQ(Next(kStates[s], kEvents[e], kUdp), kOverUdp[s][e]) << "state " << s << ", event " << e;
    }
  }
}

TEST(ServerInviteTransaction, DiffersOverAReliableTransportOnlyInTimersGAndI) {
  for (std::size_t s = 0; s < kStates.size(); ++s) {
    for (std::size_t e = 0; e < kEvents.size(); ++e) {
      Step<State> expected = kOverUdp[s][e];
      // §17.2.1: Timer G is not set, Timer I is zero.
      if (expected.actions.Has(kStartRetransmit)) expected.actions = kSend | kStartLimit;
      if (expected.state == S::kConfirmed && kStates[s] == S::kCompleted)
        expected = {S::kTerminated, kNothing};
      if (kEvents[e] == Event::kTimerG) expected = {kStates[s], kNothing};
      EXPECT_EQ(Next(kStates[s], kEvents[e], kTcp), expected) << "state " << s << ", event " << e;
    }
  }
}

// RFC 6026 §7.1: what RFC 3261 took for a new INVITE after the 2xx is absorbed.
TEST(ServerInviteTransaction, AbsorbsRetransmittedInviteAfterA2xx) {
  const State state = Next(S::kProceeding, Event::kSend2xx, kUdp).state;
  EXPECT_EQ(Next(state, Event::kInvite, kUdp), (Step<State>{S::kAccepted, kNothing}));
}
}  // namespace
}  // namespace vss::sip::server_invite
