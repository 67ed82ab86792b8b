#include "workspace/crm/import/text_encoding.hpp"

#include <gtest/gtest.h>

namespace vss::crm {
namespace {
constexpr std::string_view kIvan1251 = "\xC8\xE2\xE0\xED \x88 5";  // Иван € 5

TEST(Encoding, IsFoundFromTheText) {
  EXPECT_EQ(DetectEncoding("name,phone"), Encoding::kUtf8);
  EXPECT_EQ(DetectEncoding("Имя,Телефон"), Encoding::kUtf8);
  EXPECT_EQ(DetectEncoding("\xEF\xBB\xBFИмя"), Encoding::kUtf8);
  EXPECT_EQ(DetectEncoding("Имя\xD0"), Encoding::kUtf8) << "cut in a letter";
  EXPECT_EQ(DetectEncoding(kIvan1251), Encoding::kWindows1251);
  EXPECT_EQ(DetectEncoding(std::string_view("\xFF\xFEI\0", 4)), std::nullopt) << "UTF-16";
  EXPECT_EQ(DetectEncoding(""), Encoding::kUtf8);
}

TEST(Encoding, BecomesUtf8) {
  EXPECT_EQ(ToUtf8(kIvan1251, Encoding::kWindows1251), "Иван € 5");
  EXPECT_EQ(ToUtf8("\x98", Encoding::kWindows1251), std::nullopt) << "the one byte that Windows-1251 lacks";
  EXPECT_EQ(ToUtf8("Иван", Encoding::kUtf8), "Иван");
  EXPECT_EQ(ToUtf8(kIvan1251, Encoding::kUtf8), std::nullopt);
}
}  // namespace
}  // namespace vss::crm
