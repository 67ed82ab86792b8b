#include "base/host_name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace vss {
namespace {
TEST(HostName, IsLettersDigitsAndInnerHyphensInLabels) {
  for (const char* name : {"a", "sip.example.com", "media-1.provider.example", "1.example", "X.Y"})
    EXPECT_TRUE(IsHostName(name)) << name;
  for (const char* text :
       {"", ".", "a.", "a..b", "-a", "a-", "a_b", "a b", "192.0.2.1", "1.2.3", "2001:db8::1", "phone\r\n"})
    EXPECT_FALSE(IsHostName(text)) << text;
  EXPECT_TRUE(IsHostName(std::string(63, 'a') + ".b"));
  EXPECT_FALSE(IsHostName(std::string(64, 'a') + ".b"));
}
}  // namespace
}  // namespace vss
