#include "sip/transaction/client_non_invite.hpp"

#include <gtest/gtest.h>

#include <array>

// RFC 3261 §17.1.2.2, figure 6.
namespace vss::sip::client_non_invite {
namespace {
using enum Action;
using S = State;
constexpr auto kUdp = Reliability::kUnreliable;
constexpr auto kTcp = Reliability::kReliable;

constexpr std::array kStates{S::kTrying, S::kProceeding, S::kCompleted, S::kTerminated};
constexpr std::array kEvents{Event::k1xx,    Event::kFinal,  Event::kTimerE,
                             Event::kTimerF, Event::kTimerK, Event::kTransportError};
using Row = std::array<Step<State>, kEvents.size()>;
constexpr Actions kNothing{};

constexpr std::array<Row, kStates.size()> kOverUdp{{
    {{{S::kProceeding, kPass},
      {S::kCompleted, kPass | kStartLinger},
      {S::kTrying, kSend | kBackOff},
      {S::kTerminated, kTellTimeout},
      {S::kTrying, kNothing},
      {S::kTerminated, kTellTransport}}},
    {{{S::kProceeding, kPass},
      {S::kCompleted, kPass | kStartLinger},
      {S::kProceeding, kSend | kBackOff},
      {S::kTerminated, kTellTimeout},
      {S::kProceeding, kNothing},
      {S::kTerminated, kTellTransport}}},
    {{{S::kCompleted, kNothing},
      {S::kCompleted, kNothing},
      {S::kCompleted, kNothing},
      {S::kCompleted, kNothing},
      {S::kTerminated, kNothing},
      {S::kCompleted, kNothing}}},
    {{{S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing}}},
}};

TEST(ClientNonInviteTransaction, FollowsTheFigureForEveryStateAndEvent) {
  for (std::size_t s = 0; s < kStates.size(); ++s) {
    for (std::size_t e = 0; e < kEvents.size(); ++e) {
      EXPECT_EQ(Next(kStates[s], kEvents[e], kUdp), kOverUdp[s][e]) << "state " << s << ", event " << e;
    }
  }
}

TEST(ClientNonInviteTransaction, DiffersOverAReliableTransportOnlyInTimersEAndK) {
  for (std::size_t s = 0; s < kStates.size(); ++s) {
    for (std::size_t e = 0; e < kEvents.size(); ++e) {
      Step<State> expected = kOverUdp[s][e];
      // §17.1.2.2: Timer K is zero; Timer E is not used.
      if (expected.actions.Has(kStartLinger)) expected = {S::kTerminated, kPass};
      if (kEvents[e] == Event::kTimerE) expected = {kStates[s], kNothing};
      EXPECT_EQ(Next(kStates[s], kEvents[e], kTcp), expected) << "state " << s << ", event " << e;
    }
  }
}

// §17.1.2.2: Timer F over all transports, Timer E over unreliable ones.
TEST(ClientNonInviteTransaction, StartsWithTimerEOnlyOverAnUnreliableTransport) {
  EXPECT_EQ(Start(kUdp), (Step<State>{S::kTrying, kSend | kStartRetransmit | kStartLimit}));
  EXPECT_EQ(Start(kTcp), (Step<State>{S::kTrying, kSend | kStartLimit}));
}
}  // namespace
}  // namespace vss::sip::client_non_invite
