#include "base/crypto.hpp"

#include <gmock/gmock.h>

#include "base/random.hpp"

namespace vss {
namespace {
using ::testing::MatchesRegex;

TEST(Crypto, Sha256GivesTheVectorsOfFips180) {
  EXPECT_EQ(crypto::Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(crypto::Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(crypto::Hex(crypto::Sha256("abc")), crypto::Sha256Hex("abc"));
}

TEST(Crypto, HmacSha256GivesTheVectorsOfRfc4231) {
  EXPECT_EQ(crypto::Hex(crypto::HmacSha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(crypto::Hex(crypto::HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(crypto::Hex(crypto::HmacSha256(std::string(131, '\xaa'),
                                           "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Crypto, Md5GivesTheVectorsOfRfc1321AndTheHa1OfRfc2617) {
  EXPECT_EQ(crypto::Md5Hex(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(crypto::Md5Hex("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
  EXPECT_EQ(crypto::Md5Hex("Mufasa:testrealm@host.com:Circle Of Life"), "939e7578ed9e3c518a452acee763bce9");
}

TEST(Crypto, Sha1GivesTheVectorOfFips180) {
  EXPECT_EQ(crypto::Hex(crypto::Sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(Crypto, Base64GivesTheVectorsOfRfc4648AndWantsPadding) {
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
      {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"\xFB\xFF\xFE", "+//+"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(crypto::Base64Encode(bytes), text);
    EXPECT_EQ(crypto::Base64Decode(text), bytes);
  }
  for (const std::string_view bad : {"Zg", "Zg=", "Z===", "====", "-__-", "Zm9 ", "Zh=="})
    EXPECT_EQ(crypto::Base64Decode(bad), std::nullopt) << bad;
}

TEST(Crypto, Base64UrlGivesTheVectorsOfRfc4648WithoutPadding) {
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xFB\xFF\xFE", "-__-"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(crypto::Base64UrlEncode(bytes), text);
    EXPECT_EQ(crypto::Base64UrlDecode(text), bytes);
  }
}

TEST(Crypto, Base64UrlRefusesPaddingForeignCharactersAndSpareBits) {
  for (const std::string_view text : {"Zg==", "Z", "Zm9v ", "+/+/", "Zh", "Zm9", "Zm9v\n", "Ж"}) {
    EXPECT_FALSE(crypto::Base64UrlDecode(text)) << text;
  }
}

TEST(Crypto, Base64UrlReadsBackEveryLength) {
  SystemRandom random;
  for (std::size_t length = 0; length < 70; ++length) {
    const std::string bytes = random.Bytes(length);
    EXPECT_EQ(crypto::Base64UrlDecode(crypto::Base64UrlEncode(bytes)), bytes);
  }
}

TEST(Crypto, ConstantTimeEqualComparesTextAndLength) {
  EXPECT_TRUE(crypto::ConstantTimeEqual("", ""));
  EXPECT_TRUE(crypto::ConstantTimeEqual("abc", "abc"));
  EXPECT_FALSE(crypto::ConstantTimeEqual("abc", "abd"));
  EXPECT_FALSE(crypto::ConstantTimeEqual("abc", "abcd"));
}

// 0, 1, 2 … 255, 0 …: every byte value equally often.
class CountingRandom final : public Random {
 public:
  explicit CountingRandom(int first = 0) : next_(first) {}
  std::string Bytes(std::size_t count) override {
    std::string out;
    while (out.size() < count) out += static_cast<char>(next_++ & 255);
    return out;
  }

 private:
  int next_;
};

TEST(Random, PasswordUsesEverySymbolEquallyOftenAndNoLookAlikes) {
  CountingRandom random;
  std::map<char, int> counts;
  for (int i = 0; i < 256; ++i) {
    for (const char c : random.Password(56)) ++counts[c];
  }
  EXPECT_EQ(counts.size(), 56U);
  for (const auto& [symbol, count] : counts) EXPECT_EQ(count, counts.begin()->second) << symbol;
  for (const char look_alike : std::string_view("lIoO01"))
    EXPECT_FALSE(counts.contains(look_alike)) << look_alike;
}

TEST(Random, PasswordThrowsAwayBytesThatWouldFavourTheFirstSymbols) {
  CountingRandom random(224);  // 224 … 255 are past the last whole multiple of 56
  EXPECT_EQ(random.Password(3), "abc");
}

TEST(Random, UuidIsVersion4) {
  SystemRandom random;
  EXPECT_THAT(random.Uuid(),
              MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_NE(random.Uuid(), random.Uuid());
  EXPECT_EQ(CountingRandom().Uuid(), "00010203-0405-4607-8809-0a0b0c0d0e0f");
}

TEST(Random, TokenHoldsTheBytesAskedFor) {
  SystemRandom random;
  EXPECT_EQ(crypto::Base64UrlDecode(random.Token(33))->size(), 33U);
  EXPECT_NE(random.Token(16), random.Token(16));
}

TEST(Crypto, HmacSha1MatchesTheRfc) {  // RFC 2202 §3, test case 2
  EXPECT_EQ(crypto::Hex(crypto::HmacSha1("Jefe", "what do ya want for nothing?")),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST(Crypto,
     SealsAsTheVectorOfGcmSays) {  // The Galois/Counter Mode of Operation (McGrew, Viega), test case 14
  const std::string key(32, '\0'), nonce(12, '\0'), plain(16, '\0');
  EXPECT_EQ(crypto::Hex(crypto::Seal(key, nonce, plain, "")).substr(24),
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
}

TEST(Crypto, OpensWhatItSealedAndNothingElse) {
  const std::string key(32, 'k'), nonce(12, 'n');
  const std::string sealed = crypto::Seal(key, nonce, "a secret", "user 1");
  EXPECT_EQ(crypto::Open(key, sealed, "user 1"), "a secret");
  EXPECT_EQ(crypto::Open(key, sealed, "user 2"), std::nullopt);
  EXPECT_EQ(crypto::Open(std::string(32, 'x'), sealed, "user 1"), std::nullopt);
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_EQ(crypto::Open(key, changed, "user 1"), std::nullopt) << at;
  }
  EXPECT_EQ(crypto::Open(key, sealed.substr(0, 20), "user 1"), std::nullopt);
  EXPECT_EQ(crypto::Open(key, crypto::Seal(key, nonce, "", ""), ""), "");
}
}  // namespace
}  // namespace vss
