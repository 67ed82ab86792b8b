#include "base/csv_reader.hpp"

#include <gmock/gmock.h>

namespace vss {
namespace {
using testing::ElementsAre;

TEST(ReadCsv, ReadsWhatSpreadsheetsWrite) {
  const auto rows =
      ReadCsv("\xEF\xBB\xBFname;note\r\nanna;\"says \"\"hi\"\"; twice\r\nand goes\"\r\n\r\nbob;\n");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_THAT(rows[0].cells, ElementsAre("name", "note"));
  EXPECT_THAT(rows[1].cells, ElementsAre("anna", "says \"hi\"; twice\r\nand goes"));
  EXPECT_EQ(rows[1].line, 2U);
  EXPECT_THAT(rows[2].cells, ElementsAre("bob", ""));
  EXPECT_EQ(rows[2].line, 5U);
}

TEST(ReadCsv, FindsTheDelimiterInTheFirstLine) {
  EXPECT_THAT(ReadCsv("a\tb\n1,2\t3")[1].cells, ElementsAre("1,2", "3"));
  EXPECT_THAT(ReadCsv("a,b\n1;2,3")[1].cells, ElementsAre("1;2", "3"));
  EXPECT_THAT(ReadCsv("alone")[0].cells, ElementsAre("alone"));
}

TEST(ReadCsv, NeverFails) {
  EXPECT_TRUE(ReadCsv("").empty());
  EXPECT_TRUE(ReadCsv("\n\r\n\n").empty());
  EXPECT_THAT(ReadCsv("a,\"open\nend").at(0).cells, ElementsAre("a", "open\nend"));
  EXPECT_THAT(ReadCsv("o\"o,\"x\"y").at(0).cells, ElementsAre("o\"o", "xy"));
}
}  // namespace
}  // namespace vss
