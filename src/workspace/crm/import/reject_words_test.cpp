#include "workspace/crm/import/reject_words.hpp"

#include <gtest/gtest.h>

namespace vss::crm {
namespace {
TEST(RejectWords, SayInRussianWhatTheReaderOfTheRowSays) {
  EXPECT_EQ(RejectReasonInRussian("phone: is missing"), "нет номера телефона");
  EXPECT_EQ(RejectReasonInRussian("has 5 cells; the header line has 4"),
            "в строке больше ячеек, чем в заголовке");
  EXPECT_EQ(RejectReasonInRussian("the line has a quote that is never closed"),
            "в строке не закрыты кавычки");
  EXPECT_EQ(RejectReasonInRussian("the line is longer than 65536 bytes"), "строка длиннее 65536 байт");
  EXPECT_EQ(RejectReasonInRussian("fields.City: is longer than 1000 characters"),
            "своё поле длиннее 1000 знаков, или таких полей слишком много");
  EXPECT_EQ(RejectReasonInRussian("phone: holds \"c\" (U+0063), which is no part of a telephone number"),
            "неверный номер телефона; недопустимый знак: \"c\" (U+0063)");
  EXPECT_EQ(RejectReasonInRussian("phone: holds U+2011 NON-BREAKING HYPHEN"),
            "неверный номер телефона; недопустимый знак: U+2011");
  EXPECT_EQ(RejectReasonInRussian("something new"), "строку не удалось прочитать");
}

TEST(RejectTranslator, LeavesTheCellsOfTheFileAsTheyAre) {
  const std::string file =
      "row,reason,name,\"a,b\"\r\n3,phone: is missing,\"x\r\ny\",reason\r\n4,\"status: wants a, b\",,z\r\n";
  const std::string russian =
      "строка,причина,name,\"a,b\"\r\n3,нет номера телефона,\"x\r\ny\",reason\r\n4,неизвестный статус,,z\r\n";
  EXPECT_EQ(RejectTranslator().Next(file), russian);
  RejectTranslator by_byte;
  std::string out;
  for (const char c : file) out += by_byte.Next(std::string(1, c));
  EXPECT_EQ(out, russian);
}

TEST(RejectTranslator, SaysThatTheFileIsFull) {
  RejectTranslator translator;
  translator.Next("row,reason,name\r\n");
  EXPECT_EQ(translator.Next(",\"the file of rejected rows is full; those below this one are not in it\"\r\n"),
            ",\"файл отклонённых строк заполнен; следующих строк в нём нет\"\r\n");
}
}  // namespace
}  // namespace vss::crm
