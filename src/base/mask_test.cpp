#include "base/mask.hpp"

#include <gtest/gtest.h>

namespace vss {
namespace {
TEST(MaskNumbers, HidesTheMiddleOfTelephoneNumbersOnly) {
  EXPECT_EQ(MaskNumbers("+79031234567"), "+7903•••4567");
  EXPECT_EQ(MaskNumbers("sip:+79031234567@10.0.0.7:5060"), "sip:+7903•••4567@10.0.0.7:5060");
  EXPECT_EQ(MaskNumbers("8123456"), "81•••56");
  EXPECT_EQ(MaskNumbers("6001 at 127.0.0.1:21390, 9001"), "6001 at 127.0.0.1:21390, 9001");
  EXPECT_EQ(MaskNumbers("anonymous"), "anonymous");
  EXPECT_EQ(MaskNumbers(""), "");
}
}  // namespace
}  // namespace vss
