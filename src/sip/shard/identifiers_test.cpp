#include "sip/shard/identifiers.hpp"

#include <gtest/gtest.h>

namespace vss::sip {
namespace {

TEST(ShardIdentifiers, TagNamesItsShardAndDoesNotRepeat) {
  SystemRandom random;
  const std::string tag = MakeTag(7, random);
  EXPECT_EQ(ShardOfTag(tag), 7);
  EXPECT_NE(tag, MakeTag(7, random));
}

TEST(ShardIdentifiers, ForeignTagNamesNoShard) {
  for (const auto* tag : {"", "v", "1928301774", "v07", "vzz-0123456789abcdef", "v07_0123456789abcdef",
                          "v07-0123456789abcdeg", "v07-0123456789abcdef0", "x07-0123456789abcdef"}) {
    EXPECT_EQ(ShardOfTag(tag), std::nullopt) << tag;
  }
}

// RFC 3261 §8.1.1.7: a branch begins with the magic cookie.
TEST(ShardIdentifiers, BranchComesBackAsItWas) {
  const Branch branch{.shard = 3, .transaction = 0x1'0000'0002, .secret = 0xfedcba9876543210};
  EXPECT_TRUE(branch.str().starts_with(kMagicCookie));
  EXPECT_EQ(ParseBranch(branch.str()), branch);
}

TEST(ShardIdentifiers, ForeignBranchIsNotOfOurs) {
  const std::string ours = Branch{.shard = 3, .transaction = 1, .secret = 2}.str();
  EXPECT_FALSE(ParseBranch("z9hG4bK776asdhds"));
  EXPECT_FALSE(ParseBranch(""));
  EXPECT_FALSE(ParseBranch(ours.substr(1)));
  EXPECT_FALSE(ParseBranch(ours + "0"));
  for (std::size_t i = 0; i < ours.size(); ++i) {
    std::string broken = ours;
    broken[i] = '~';
    EXPECT_FALSE(ParseBranch(broken)) << broken;
  }
}
}  // namespace
}  // namespace vss::sip
