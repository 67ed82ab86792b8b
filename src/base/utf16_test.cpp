#include "base/utf16.hpp"

#include <gtest/gtest.h>

namespace vss {
namespace {
using namespace std::string_view_literals;

std::string Utf16(std::u16string_view text, Utf16Order order) {
  std::string out;
  for (const char16_t unit : text) {
    const auto high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
    out += order == Utf16Order::kBigEndian ? high : low;
    out += order == Utf16Order::kBigEndian ? low : high;
  }
  return out;
}

constexpr std::u16string_view kFile = u"Имя;Телефон\r\nПётр 😀;+79997000011\r\n";
constexpr std::string_view kSameFile = "Имя;Телефон\r\nПётр 😀;+79997000011\r\n";

TEST(Utf16, IsFoundByItsMarkOrItsZeroBytes) {
  for (const auto order : {Utf16Order::kLittleEndian, Utf16Order::kBigEndian}) {
    EXPECT_EQ(FindUtf16(Utf16(kFile, order)), order);
    EXPECT_EQ(FindUtf16(Utf16(u"\uFEFFИмя", order)), order);
    EXPECT_EQ(FindUtf16(Utf16(u"phone\n+79997000011", order)), order);
  }
  EXPECT_EQ(FindUtf16(kSameFile), std::nullopt);
  EXPECT_EQ(FindUtf16(""), std::nullopt);
  EXPECT_EQ(FindUtf16("phone\n+7\0 999"sv), std::nullopt) << "one stray NUL";
  EXPECT_EQ(FindUtf16("PK\x03\x04\0\0\0\0\0\0"sv), std::nullopt) << "zeros on both sides";
}

TEST(Utf16, BecomesUtf8WhereverItIsCut) {
  for (const auto order : {Utf16Order::kLittleEndian, Utf16Order::kBigEndian}) {
    const std::string text = Utf16(std::u16string(u"\uFEFF") + std::u16string(kFile), order);
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
      Utf16Decoder decoder(order);
      const std::string first = decoder.Next(std::string_view(text).substr(0, cut));
      EXPECT_EQ(first + decoder.Next(std::string_view(text).substr(cut)), kSameFile) << cut;
    }
  }
}

TEST(Utf16, HasASignForHalvesOfPairs) {
  Utf16Decoder decoder(Utf16Order::kBigEndian);
  EXPECT_EQ(decoder.Next("\xD8\x3D\0a\xDE\0"sv), "\uFFFDa\uFFFD");
}
}  // namespace
}  // namespace vss
