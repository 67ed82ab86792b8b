#include "ottb/calls/hangup_reason.hpp"

#include <gtest/gtest.h>

#include <set>

namespace vss::ottb {
namespace {
using enum HangupReason;

TEST(HangupReason, HasOneRowEachInOrder) {
  int index = 0;
  std::set<std::string_view> names;
  for (const HangupTraits& traits : AllHangupTraits()) {
    EXPECT_EQ(static_cast<int>(traits.reason), index++);
    EXPECT_TRUE(names.insert(traits.name).second) << traits.name;
    EXPECT_EQ(ParseHangupReason(traits.name), traits.reason);
    EXPECT_TRUE(traits.q850 >= 1 && traits.q850 <= 127);
    EXPECT_TRUE(traits.sip_status >= 200 && traits.sip_status < 700);
  }
  EXPECT_EQ(index, static_cast<int>(kLineUnavailable) + 1);
  EXPECT_EQ(ParseHangupReason("nothing"), std::nullopt);
}

// RFC 3261 §21.4 to §21.6, RFC 3398 §8.2.6.1.
TEST(HangupReason, IsReadFromTheFinalStatus) {
  EXPECT_EQ(ReasonOfStatus(200, 0), kNormal);
  EXPECT_EQ(ReasonOfStatus(486, 0), kBusy);
  EXPECT_EQ(ReasonOfStatus(600, 0), kBusy);
  EXPECT_EQ(ReasonOfStatus(603, 0), kDeclined);
  EXPECT_EQ(ReasonOfStatus(487, 0), kCancelled);
  EXPECT_EQ(ReasonOfStatus(404, 0), kInvalidNumber);
  EXPECT_EQ(ReasonOfStatus(484, 0), kInvalidNumber);
  EXPECT_EQ(ReasonOfStatus(480, 0), kUnreachable);
  EXPECT_EQ(ReasonOfStatus(488, 0), kMediaError);
  EXPECT_EQ(ReasonOfStatus(403, 0), kForbidden);
  EXPECT_EQ(ReasonOfStatus(407, 0), kForbidden);
  EXPECT_EQ(ReasonOfStatus(503, 0), kCongestion);
  EXPECT_EQ(ReasonOfStatus(699, 0), kDeclined);
  EXPECT_EQ(ReasonOfStatus(302, 0), kRedirected);
  EXPECT_EQ(ReasonOfStatus(300, 0), kRedirected);
  EXPECT_EQ(ReasonOfStatus(421, 0), kIncompatible);
  EXPECT_EQ(ReasonOfStatus(420, 0), kIncompatible);
  EXPECT_EQ(ReasonOfStatus(501, 0), kIncompatible);
  EXPECT_EQ(ReasonOfStatus(0, 0), kNetworkError);
}

// ITU-T Q.850: the cause says why where the status does not.
TEST(HangupReason, IsToldMoreExactlyByTheCauseBesideAVagueStatus) {
  EXPECT_EQ(ReasonOfStatus(480, 19), kNoAnswer);
  EXPECT_EQ(ReasonOfStatus(480, 18), kNoAnswer);
  EXPECT_EQ(ReasonOfStatus(503, 17), kBusy);
  EXPECT_EQ(ReasonOfStatus(500, 1), kInvalidNumber);
  EXPECT_EQ(ReasonOfStatus(503, 127), kCongestion);
  EXPECT_EQ(ReasonOfStatus(486, 1), kBusy);
}
}  // namespace
}  // namespace vss::ottb
