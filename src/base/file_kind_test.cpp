#include "base/file_kind.hpp"

#include <gmock/gmock.h>

namespace vss {
namespace {
using testing::HasSubstr;
using testing::Optional;
using namespace std::string_view_literals;

TEST(FileKind, SaysWhatAFileIsAndWhatToDo) {
  EXPECT_THAT(WhyNoCsv("PK\x03\x04\x14\0[Content_Types].xml"sv),
              Optional(HasSubstr("Excel workbook; save it as CSV")));
  EXPECT_THAT(WhyNoCsv("PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"),
              Optional(HasSubstr("OpenDocument")));
  EXPECT_THAT(WhyNoCsv("PK\x03\x04leads.csv"), Optional(HasSubstr("ZIP")));
  EXPECT_THAT(WhyNoCsv("\xD0\xCF\x11\xE0\xA1\xB1"), Optional(HasSubstr("Excel")));
  EXPECT_THAT(WhyNoCsv("\x1F\x8B\x08"), Optional(HasSubstr("gzip")));
  EXPECT_THAT(WhyNoCsv("%PDF-1.7"), Optional(HasSubstr("PDF")));
  for (const std::string_view text : {"", "PK;phone\n", "phone\n+79997000011", "Имя;Телефон"})
    EXPECT_EQ(WhyNoCsv(text), std::nullopt);
}
}  // namespace
}  // namespace vss
