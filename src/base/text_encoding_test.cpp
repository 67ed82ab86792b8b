#include "base/text_encoding.hpp"

#include <gtest/gtest.h>
#include <iconv.h>

namespace vss {
namespace {
std::string InCodePage(std::string text, const char* page) {
  const iconv_t converter = iconv_open(page, "UTF-8");
  std::string out(text.size(), '\0');
  char *from = text.data(), *to = out.data();
  std::size_t left = text.size(), room = out.size();
  EXPECT_EQ(iconv(converter, &from, &left, &to, &room), 0U) << text;
  iconv_close(converter);
  out.resize(out.size() - room);
  return out;
}

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

struct Sample {
  const char* text;
  const char* in;  ///< iconv's name
  Encoding encoding;
};

TEST(Encoding, IsFoundFromWhatTheWordsAre) {
  const Sample samples[] = {
      {"Имя;Телефон\nИванов Пётр;+79161234567\n", "WINDOWS-1251", Encoding::kWindows1251},
      {"Name;Город\nIvan;Омск\n", "WINDOWS-1251", Encoding::kWindows1251},
      {"Ім'я;Місто\nЇжакевич Єва;Київ\n", "WINDOWS-1251", Encoding::kWindows1251},
      {"Name;Telefon\nJürgen Groß;030 901822\n", "WINDOWS-1252", Encoding::kWindows1252},
      {"Nom;Ville\nHélène Lefèvre;Besançon\nÉmile Français;Nîmes\n", "WINDOWS-1252", Encoding::kWindows1252},
      {"Nombre\nJosé Muñoz\nÁngel Ibáñez\n", "WINDOWS-1252", Encoding::kWindows1252},
      {"Navn\nSøren Kjær\nÅse Bjørnsson\n", "WINDOWS-1252", Encoding::kWindows1252},
      {"Imię;Miasto\nPaweł Wałęsa;Łódź\nZażółć Gęślą;Gdańsk\n", "WINDOWS-1250", Encoding::kWindows1250},
      {"Jméno\nTomáš Dvořák\nJiří Růžička\nŠtěpán Čapek\n", "WINDOWS-1250", Encoding::kWindows1250},
      {"Név\nErdős Győző\nSzűcs Ödön\nKovács Ágnes\n", "WINDOWS-1250", Encoding::kWindows1250},
  };
  for (const Sample& sample : samples) {
    const std::string bytes = InCodePage(sample.text, sample.in);
    EXPECT_EQ(DetectEncoding(bytes), sample.encoding) << sample.text;
    EXPECT_EQ(ToUtf8(bytes, sample.encoding), sample.text);
    EXPECT_EQ(DetectEncoding(sample.text), Encoding::kUtf8) << sample.text;
  }
}

TEST(Encoding, IsThatOfTheFileNotOfOneBrokenLine) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "Иван Иванов;+79161234567\n";
  EXPECT_EQ(DetectEncoding(text + std::string(kIvan1251) + "\n" + text), Encoding::kUtf8);
}

TEST(EncodingSample, BeginsWhereTheFirstLetterBeyondAsciiIs) {
  EncodingSample sample;
  const std::string ascii(300 * 1024, 'x');
  sample.Add(ascii);
  EXPECT_EQ(sample.text(), "");
  sample.Add("name;phone\n" + std::string(kIvan1251));
  EXPECT_EQ(DetectEncoding(sample.text()), Encoding::kWindows1251);
  sample.Add(ascii);
  EXPECT_TRUE(sample.IsFull());
  EXPECT_EQ(sample.text().size(), 256U * 1024);
}

TEST(Encoding, BecomesUtf8) {
  EXPECT_EQ(ToUtf8(kIvan1251, Encoding::kWindows1251), "Иван € 5");
  EXPECT_EQ(ToUtf8("\x98", Encoding::kWindows1251), std::nullopt) << "the one byte that Windows-1251 lacks";
  EXPECT_EQ(ToUtf8("Иван", Encoding::kUtf8), "Иван");
  EXPECT_EQ(ToUtf8(kIvan1251, Encoding::kUtf8), std::nullopt);
}
TEST(Encoding, OfASmallFileWithOneBrokenByteStaysUtf8) {
  EXPECT_EQ(DetectEncoding("name;phone\nЩука;+79161234567\nИ\xD0;+79161234568\n"), Encoding::kUtf8);
  EXPECT_EQ(DetectEncoding("name\n\xD9\xF3\xEA\xE0\n\xC8\xE2\xE0\xED\n"), Encoding::kWindows1251);
}
}  // namespace
}  // namespace vss
