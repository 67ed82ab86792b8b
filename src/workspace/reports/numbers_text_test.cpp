#include "workspace/reports/numbers_text.hpp"

#include <gtest/gtest.h>

namespace vss::reports {
namespace {
TEST(ReportCsv, HasWholeSecondsAndTheReadersDecimalSign) {
  Report report{.kind = ReportKind::kDaily};
  ReportRow row;
  row.key = "2025-01-15";
  row.numbers = {.attempts = 3, .answered = 1, .not_placed = 2};
  row.numbers.talk = std::chrono::milliseconds(279'671'600);
  report.rows.push_back(row);
  const std::string csv = ToCsv(report), russian = ToCsv(report, DecimalSign::kComma);
  EXPECT_NE(csv.find("\r\n2025-01-15,3,1,0,0,0,0,279672,279672,,33.333,2\r\n"), std::string::npos) << csv;
  EXPECT_NE(russian.find(",279672,279672,,\"33,333\",2\r\n"), std::string::npos) << russian;
}
}  // namespace
}  // namespace vss::reports
