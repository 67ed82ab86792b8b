#include "adapters/pbx_embedded/call_values.hpp"

#include <gtest/gtest.h>

namespace vss::pbx_embedded {
namespace {
using enum ottb::HangupReason;

ottb::HangupReason Reason(sip::BridgeEnd end, int status) {
  return ToReason({.end = end, .status = status}, std::nullopt);
}

// Who is at the phone gives the call up; what else the phone says is booked as what it was.
TEST(CallValues, TellWhyTheLineTookNoCall) {
  const std::pair<int, ottb::HangupReason> expected[] = {
      {486, kCancelled},    {600, kCancelled},    {603, kCancelled},    {480, kLineNoAnswer},
      {408, kLineNoAnswer}, {404, kUnreachable},  {302, kRedirected},   {301, kRedirected},
      {421, kIncompatible}, {420, kIncompatible}, {405, kIncompatible}, {501, kIncompatible},
      {403, kDeclined},     {488, kMediaError},   {503, kCongestion},   {500, kCongestion},
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

TEST(CallValues, KeepTheStatusThatEndedTheCall) {
  sip::BridgeOutcome outcome{.id = 7, .end = sip::BridgeEnd::kLineRefused, .status = 302};
  EXPECT_EQ(ToResult(outcome, std::nullopt).sip_status, 302);
  outcome.number.status = 421;
  EXPECT_EQ(ToResult(outcome, std::nullopt).sip_status, 421);
}
}  // namespace
}  // namespace vss::pbx_embedded
