#include <gtest/gtest.h>

#include "ottb/e164.hpp"
#include "ottb/uuid.hpp"

namespace vss::ottb {
TEST(E164, IsAPlusAndEightToFifteenDigits) {
  EXPECT_TRUE(IsE164("+79991111111"));
  EXPECT_TRUE(IsE164("+12345678"));
  EXPECT_TRUE(IsE164("+123456789012345"));
  for (const char* bad : {"", "+", "79991111111", "+1234567", "+1234567890123456", "+7999 1111111",
                          "+0123456789", "++7999111111"}) {
    EXPECT_FALSE(IsE164(bad)) << bad;
  }
}

TEST(Uuid, IsLowerCaseHexadecimalInFiveGroups) {
  EXPECT_TRUE(IsUuid("11111111-aaaa-4111-8111-0123456789ab"));
  for (const char* bad : {"", "11111111-AAAA-4111-8111-0123456789ab", "11111111aaaa411181110123456789ab",
                          "11111111-aaaa-4111-8111-0123456789a", "11111111-aaaa-4111-8111-0123456789ag",
                          "1111111-1aaaa-4111-8111-0123456789ab"}) {
    EXPECT_FALSE(IsUuid(bad)) << bad;
  }
}
}  // namespace vss::ottb
