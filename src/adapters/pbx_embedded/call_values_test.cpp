#include "adapters/pbx_embedded/call_values.hpp"

#include <gtest/gtest.h>

namespace vss::pbx_embedded {
namespace {
using enum ottb::HangupReason;

ottb::HangupReason Reason(sip::BridgeEnd end, int status) {
  return ToReason({.end = end, .status = status}, std::nullopt);
}

// What our own phone says is never booked as what the number says.
TEST(CallValues, TellWhyTheLineTookNoCall) {
  const std::pair<int, ottb::HangupReason> expected[] = {
      {486, kLineDeclined}, {600, kLineDeclined},    {603, kLineDeclined},    {480, kLineNoAnswer},
      {408, kLineNoAnswer}, {404, kLineUnavailable}, {302, kRedirected},      {301, kRedirected},
      {421, kIncompatible}, {420, kIncompatible},    {405, kIncompatible},    {501, kIncompatible},
      {403, kLineDeclined}, {488, kMediaError},      {503, kLineUnavailable}, {500, kLineUnavailable},
  };
  for (const auto& [status, reason] : expected)
    EXPECT_EQ(Reason(sip::BridgeEnd::kLineRefused, status), reason) << status;
}

TEST(CallValues, TellWhyTheNumberTookNoCall) {
  const std::pair<int, ottb::HangupReason> expected[] = {
      {302, kRedirected}, {421, kIncompatible}, {486, kBusy}, {603, kDeclined}, {403, kForbidden}};
  for (const auto& [status, reason] : expected)
    EXPECT_EQ(Reason(sip::BridgeEnd::kNumberRefused, status), reason) << status;
}

TEST(CallValues, TellASilentPhoneFromASilentProvider) {
  sip::BridgeOutcome outcome{.id = 7, .end = sip::BridgeEnd::kNoReply, .status = 408};
  EXPECT_EQ(ToReason(outcome, std::nullopt), kLineUnavailable);
  outcome.number.invited_at = Instant(std::chrono::seconds(1));
  EXPECT_EQ(ToReason(outcome, std::nullopt), kNetworkError);
  outcome = {.id = 7, .end = sip::BridgeEnd::kLineMissing};
  EXPECT_EQ(ToReason(outcome, std::nullopt), kLineUnavailable);
}

TEST(CallValues, KeepTheStatusThatEndedTheCall) {
  sip::BridgeOutcome outcome{.id = 7, .end = sip::BridgeEnd::kLineRefused, .status = 302};
  EXPECT_EQ(ToResult(outcome, std::nullopt).sip_status, 302);
  outcome.number.status = 421;
  EXPECT_EQ(ToResult(outcome, std::nullopt).sip_status, 421);
}
}  // namespace
}  // namespace vss::pbx_embedded
