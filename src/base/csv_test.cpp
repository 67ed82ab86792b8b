#include "base/csv.hpp"

#include <gtest/gtest.h>

namespace vss {
namespace {
TEST(CsvCell, IsNoFormula) {
  EXPECT_EQ(CsvCell("=1+1"), "'=1+1");
  EXPECT_EQ(CsvCell("@x"), "'@x");
  EXPECT_EQ(CsvCell("+1-cmd()"), "'+1-cmd()");
  EXPECT_EQ(CsvCell("-Anna"), "'-Anna");
  for (const char* number : {"+79991234567", "+7 (999) 123", "+4930123456.0", "-12.5"})
    EXPECT_EQ(CsvCell(number), number);
  EXPECT_EQ(CsvCell("a \"b\", c"), "\"a \"\"b\"\", c\"");
  EXPECT_EQ(CsvCell("a;b"), "\"a;b\"");
}

TEST(ForExcel, SeparatesByTheRegionsListSeparator) {
  EXPECT_EQ(ForExcel("a,\"b,\"\"c\"\"\",d;\r\n", ';'), "\uFEFFa;\"b,\"\"c\"\"\";d;\r\n");
  EXPECT_EQ(ForExcel("a,b", ','), "\uFEFFa,b");
}
}  // namespace
}  // namespace vss
