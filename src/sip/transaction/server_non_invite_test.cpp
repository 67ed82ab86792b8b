#include "sip/transaction/server_non_invite.hpp"

#include <gtest/gtest.h>

#include <array>

// RFC 3261 §17.2.2, figure 8, with the transport errors of RFC 6026.
namespace vss::sip::server_non_invite {
namespace {
using enum Action;
using S = State;
constexpr auto kUdp = Reliability::kUnreliable;
constexpr auto kTcp = Reliability::kReliable;

constexpr std::array kStates{S::kTrying, S::kProceeding, S::kCompleted, S::kTerminated};
constexpr std::array kEvents{Event::kRequest, Event::kSend1xx, Event::kSendFinal, Event::kTimerJ,
                             Event::kTransportError};
using Row = std::array<Step<State>, kEvents.size()>;
constexpr Actions kNothing{};

constexpr std::array<Row, kStates.size()> kOverUdp{{
    {{{S::kTrying, kNothing},
      {S::kProceeding, kSend},
      {S::kCompleted, kSend | kStartLinger},
      {S::kTrying, kNothing},
      {S::kTrying, kTellTransport}}},
    {{{S::kProceeding, kSend},
      {S::kProceeding, kSend},
      {S::kCompleted, kSend | kStartLinger},
      {S::kProceeding, kNothing},
      {S::kProceeding, kTellTransport}}},
    {{{S::kCompleted, kSend},
      {S::kCompleted, kNothing},
      {S::kCompleted, kNothing},
      {S::kTerminated, kNothing},
      {S::kCompleted, kTellTransport}}},
    {{{S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing},
      {S::kTerminated, kNothing}}},
}};

TEST(ServerNonInviteTransaction, FollowsTheFigureForEveryStateAndEvent) {
  for (std::size_t s = 0; s < kStates.size(); ++s) {
    for (std::size_t e = 0; e < kEvents.size(); ++e) {
      EXPECT_EQ(Next(kStates[s], kEvents[e], kUdp), kOverUdp[s][e]) << "state " << s << ", event " << e;
    }
  }
}

TEST(ServerNonInviteTransaction, DiffersOverAReliableTransportOnlyInTimerJ) {
  for (std::size_t s = 0; s < kStates.size(); ++s) {
    for (std::size_t e = 0; e < kEvents.size(); ++e) {
      Step<State> expected = kOverUdp[s][e];
      // §17.2.2: Timer J is zero.
      if (expected.actions.Has(kStartLinger)) expected = {S::kTerminated, kSend};
      EXPECT_EQ(Next(kStates[s], kEvents[e], kTcp), expected) << "state " << s << ", event " << e;
    }
  }
}
}  // namespace
}  // namespace vss::sip::server_non_invite
