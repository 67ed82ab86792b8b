#include "ottb/cdr/cdr_csv.hpp"

#include <gmock/gmock.h>

namespace vss::ottb {
namespace {
using testing::HasSubstr;

Cdr RecordOf(std::string username) {
  Call call{.id = CallId{7},
            .slot_id = SlotId{3},
            .line = 6001,
            .username = std::move(username),
            .phone_number = "+79991234567",
            .started_at = Instant(std::chrono::milliseconds(1'760'000'000'000)),
            .hangup_cause = HangupReason::kNormal,
            .sip_status = 200,
            .q850 = 16};
  call.answered_at = call.started_at + std::chrono::seconds(2);
  call.ended_at = *call.answered_at + std::chrono::milliseconds(4500);
  return MakeCdr(call, {});
}

TEST(CdrCsv, HasOneLineForEachRecord) {
  const Cdr records[] = {RecordOf("olga")};
  const std::string csv = ToCsv(records);
  EXPECT_THAT(csv, testing::StartsWith("call_id,slot_id,number,"));
  EXPECT_THAT(csv, HasSubstr("c_7,3,6001,,olga,,,+79991234567,,2025-10-09T08:53:20.000Z,,"));
  EXPECT_THAT(csv, HasSubstr("6.500,0.000,4.500,normal,200,16,answered,\r\n"));
}

TEST(CdrCsv, NeverHoldsAFormula) {
  for (const char* name : {"=1+1", "+cmd|' /C calc'!A0", "-cmd()", "@SUM(A1)", "\tx"}) {
    const Cdr records[] = {RecordOf(name)};
    EXPECT_THAT(ToCsv(records), HasSubstr(fmt::format("'{}", name).substr(0, 3))) << name;
  }
}

TEST(CdrCsv, QuotesWhatWouldEndACell) {
  const Cdr records[] = {RecordOf("o,l\"ga\n")};
  EXPECT_THAT(ToCsv(records), HasSubstr(",\"o,l\"\"ga\n\","));
}

TEST(Cdr, IsNeverNegativeWhenTheClockWasSetBack) {
  Call call = RecordOf("x").call;
  call.ended_at = call.started_at - std::chrono::hours(1);
  const Cdr cdr = MakeCdr(call, {});
  EXPECT_EQ(cdr.duration.count(), 0);
  EXPECT_EQ(cdr.talk.count(), 0);
}

TEST(Cdr, CountsWhoeverAnsweredAsReached) {
  Call call = RecordOf("x").call;
  call.hangup_cause = HangupReason::kMediaTimeout;
  EXPECT_EQ(MakeCdr(call, {}).disposition, Disposition::kAnswered);
  call.answered_at.reset();
  EXPECT_EQ(MakeCdr(call, {}).disposition, Disposition::kFailed);
}
}  // namespace
}  // namespace vss::ottb
