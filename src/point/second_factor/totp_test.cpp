#include "point/second_factor/totp.hpp"

#include <gtest/gtest.h>

namespace vss::point {
namespace {
using std::chrono::seconds;
const Secret kRfcSecret("12345678901234567890");

Instant At(std::int64_t unix_seconds) { return Instant(seconds(unix_seconds)); }

TEST(Totp, GivesTheCodesOfTheRfc) {  // RFC 6238 Appendix B, SHA1; the last six of its eight digits
  const std::pair<std::int64_t, const char*> vectors[] = {{59, "287082"},         {1111111109, "081804"},
                                                          {1111111111, "050471"}, {1234567890, "005924"},
                                                          {2000000000, "279037"}, {20000000000, "353130"}};
  for (const auto& [at, code] : vectors)
    EXPECT_EQ(totp::CodeOf(kRfcSecret, totp::StepAt(At(at))), code) << at;
}

TEST(Totp, GivesTheCodesOfTheCounterRfc) {  // RFC 4226 Appendix D
  const char* const codes[] = {"755224", "287082", "359152", "969429", "338314",
                               "254676", "287922", "162583", "399871", "520489"};
  for (std::int64_t step = 0; step < 10; ++step) EXPECT_EQ(totp::CodeOf(kRfcSecret, step), codes[step]);
}

TEST(Totp, TakesTheNeighboursOfTheStep) {
  const Instant now = At(1111111111);
  const std::int64_t step = totp::StepAt(now);
  for (const std::int64_t near : {step - 1, step, step + 1})
    EXPECT_EQ(totp::FindStep(kRfcSecret, totp::CodeOf(kRfcSecret, near), now), near);
  for (const std::int64_t far : {step - 2, step + 2})
    EXPECT_EQ(totp::FindStep(kRfcSecret, totp::CodeOf(kRfcSecret, far), now), std::nullopt);
  for (const char* code : {"", "50471", "0504710", "05047x"})
    EXPECT_EQ(totp::FindStep(kRfcSecret, code, now), std::nullopt) << code;
}

TEST(Totp, WritesBase32) {  // RFC 4648 §10, without padding
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "MY"},
                                                         {"fo", "MZXQ"},
                                                         {"foo", "MZXW6"},
                                                         {"foob", "MZXW6YQ"},
                                                         {"fooba", "MZXW6YTB"},
                                                         {"foobar", "MZXW6YTBOI"}};
  for (const auto& [plain, coded] : vectors) EXPECT_EQ(totp::Base32(plain), coded);
}

TEST(Totp, TellsTheAppWhoseCodeItIs) {
  EXPECT_EQ(totp::UriOf(Secret("foobar"), "VSS", "anna smith"),
            "otpauth://totp/VSS:anna%20smith?secret=MZXW6YTBOI&issuer=VSS&algorithm=SHA1&digits=6&period=30");
}
}  // namespace
}  // namespace vss::point
