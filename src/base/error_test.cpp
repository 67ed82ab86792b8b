#include "base/error.hpp"

#include <gmock/gmock.h>

#include <set>

namespace vss {
namespace {
using ::testing::HasSubstr;
using ::testing::Not;

TEST(ErrorTable, HasTheNamesAndStatusesOfTheApi) {
  const std::map<std::string_view, int> documented = {{"AUTH_FAIL", 401},
                                                      {"TOKEN_EXPIRED", 401},
                                                      {"SECOND_FACTOR_REQUIRED", 401},
                                                      {"PERMISSION_DENIED", 403},
                                                      {"NOT_FOUND", 404},
                                                      {"METHOD_NOT_ALLOWED", 405},
                                                      {"INVALID_PARAMS", 400},
                                                      {"CONFLICT", 409},
                                                      {"SLOT_BUSY", 409},
                                                      {"SLOT_OFFLINE", 409},
                                                      {"ILLEGAL_TRANSITION", 409},
                                                      {"CAPACITY_EXCEEDED", 409},
                                                      {"NO_FREE_SLOT", 409},
                                                      {"NO_STATION", 409},
                                                      {"DNC_BLOCKED", 403},
                                                      {"DESTINATION_NOT_ALLOWED", 403},
                                                      {"LIMIT_REACHED", 429},
                                                      {"OUTSIDE_CALLING_WINDOW", 403},
                                                      {"CALLER_ID_NOT_ALLOWED", 403},
                                                      {"RECORD_BASIS_MISSING", 409},
                                                      {"PAYLOAD_TOO_LARGE", 413},
                                                      {"UNSUPPORTED_MEDIA_TYPE", 415},
                                                      {"RATE_LIMITED", 429},
                                                      {"CALL_FAILED", 502},
                                                      {"PBX_UNAVAILABLE", 503},
                                                      {"PIPELINE_ERROR", 409},
                                                      {"SERVICE_UNAVAILABLE", 503},
                                                      {"INTERNAL", 500}};
  std::map<std::string_view, int> actual;
  for (const ErrorTraits& traits : AllErrorTraits()) actual.emplace(traits.name, traits.http_status);
  EXPECT_EQ(actual, documented);
}

TEST(ErrorTable, LogsOurFaultsLouderThanTheCallers) {
  for (const ErrorTraits& traits : AllErrorTraits()) {
    EXPECT_EQ(traits.severity >= Severity::kWarning, traits.http_status >= 500) << traits.name;
    EXPECT_EQ(Describe(traits.code).name, traits.name);
  }
}

TEST(Error, KeepsWhatTheUserReadsApartFromWhatTheLogNeeds) {
  const Error error = Error(ErrorCode::kServiceUnavailable, "try again")
                          .Internal("disk sda3 is full")
                          .RetryAfter(std::chrono::seconds(5));
  EXPECT_STREQ(error.what(), "try again");
  EXPECT_EQ(error.internal(), "disk sda3 is full");
  EXPECT_EQ(error.retry_after(), std::chrono::seconds(5));
  const Error fault = InternalError("row 7 is damaged");
  EXPECT_THAT(fault.what(), Not(HasSubstr("row 7")));
  EXPECT_EQ(fault.internal(), "row 7 is damaged");
}

TEST(Error, NamesTheThingOrFieldItIsAbout) {
  EXPECT_STREQ(NotFound("slot 44").what(), "there is no slot 44");
  const Error bad = InvalidField("capacity", "must be a whole number");
  EXPECT_EQ(bad.code(), ErrorCode::kInvalidParams);
  EXPECT_STREQ(bad.what(), "capacity: must be a whole number");
  EXPECT_EQ(bad.details(), (json::object{{"capacity", "must be a whole number"}}));
}
}  // namespace
}  // namespace vss
