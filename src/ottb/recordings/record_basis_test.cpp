#include "ottb/recordings/record_basis.hpp"

#include <gtest/gtest.h>

namespace vss::ottb {
namespace {
const PbxStatus kExchange{.test_exchange = true}, kProvider{.test_exchange = false};

CallSettings With(RecordBasis basis) { return {.record_basis = basis}; }

TEST(RecordBasis, WithoutOneOnlyTheTestExchangeIsRecorded) {
  EXPECT_TRUE(MayRecord(With(RecordBasis::kUndecided), kExchange));
  EXPECT_FALSE(MayRecord(With(RecordBasis::kUndecided), kProvider));
  EXPECT_TRUE(RecordsByDefault(With(RecordBasis::kUndecided), kExchange));
  EXPECT_FALSE(RecordsByDefault(With(RecordBasis::kUndecided), kProvider));
}

TEST(RecordBasis, AnnouncementAndNoNeedCoverEveryCall) {
  for (const RecordBasis basis : {RecordBasis::kAnnouncement, RecordBasis::kNotNeeded}) {
    EXPECT_TRUE(MayRecord(With(basis), kProvider)) << ToString(basis);
    EXPECT_TRUE(RecordsByDefault(With(basis), kProvider)) << ToString(basis);
  }
}

TEST(RecordBasis, ConsentIsForOneCallAtATime) {
  EXPECT_TRUE(MayRecord(With(RecordBasis::kConsent), kProvider));
  EXPECT_FALSE(RecordsByDefault(With(RecordBasis::kConsent), kProvider));
  EXPECT_TRUE(RecordsByDefault(With(RecordBasis::kConsent), kExchange)) << "there is nobody to ask";
}

TEST(RecordBasis, OffByDefaultStaysOff) {
  CallSettings calls = With(RecordBasis::kAnnouncement);
  calls.recording = CallSettings::Recording::kOff;
  EXPECT_FALSE(RecordsByDefault(calls, kProvider));
  EXPECT_FALSE(RecordsByDefault(calls, kExchange));
}
}  // namespace
}  // namespace vss::ottb
