#include "base/csv.hpp"

#include <gtest/gtest.h>

namespace vss {
namespace {
TEST(CsvCell, IsNoFormula) {
  EXPECT_EQ(CsvCell("=1+1"), "'=1+1");
  EXPECT_EQ(CsvCell("@x"), "'@x");
  EXPECT_EQ(CsvCell("+79991234567"), "+79991234567");
  EXPECT_EQ(CsvCell("a \"b\", c"), "\"a \"\"b\"\", c\"");
  EXPECT_EQ(CsvCell("a;b"), "\"a;b\"");
}

TEST(ForExcel, SeparatesByTheRegionsListSeparator) {
  EXPECT_EQ(ForExcel("a,\"b,\"\"c\"\"\",d;\r\n", ';'), "\uFEFFa;\"b,\"\"c\"\"\";d;\r\n");
  EXPECT_EQ(ForExcel("a,b", ','), "\uFEFFa,b");
}
}  // namespace
}  // namespace vss
