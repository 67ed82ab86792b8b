#include "sip/transaction/keyed_hash.hpp"

#include <gtest/gtest.h>

#include <string>

namespace vss::sip {
namespace {
constexpr KeyedHash kPaperKey{.key0 = 0x0706050403020100, .key1 = 0x0f0e0d0c0b0a0908};

// Appendix A of "SipHash: a fast short-input PRF": key 00..0f, input 00..0e.
TEST(KeyedHash, GivesTheTestVectorOfThePaper) {
  std::string input;
  for (char c = 0; c < 15; ++c) input += c;
  EXPECT_EQ(kPaperKey(input), 0xa129ca6149be45e5);
}

TEST(KeyedHash, DependsOnKeyAndEveryByte) {
  const KeyedHash other{.key0 = 1, .key1 = 2};
  EXPECT_NE(kPaperKey("z9hG4bK776"), other("z9hG4bK776"));
  EXPECT_NE(kPaperKey("z9hG4bK776"), kPaperKey("z9hG4bK777"));
  EXPECT_NE(kPaperKey(""), kPaperKey(std::string_view("\0", 1)));
}
}  // namespace
}  // namespace vss::sip
