#include "workspace/crm/import/csv_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vss::crm {
namespace {
using testing::ElementsAre;
using Status = CsvRecord::Status;

CsvRecord Whole(std::string_view text, char delimiter = ',') {
  return DecodeCsvRecord(text, delimiter, CsvInput::kIsComplete);
}

/// Every record of a text that is all there; malformed ones as their problem.
std::vector<std::vector<std::string>> All(std::string_view text, char delimiter = ',') {
  std::vector<std::vector<std::string>> records;
  for (;;) {
    CsvRecord record = Whole(text, delimiter);
    if (record.status == Status::kEnd) return records;
    if (record.status == Status::kMalformed) record.cells = {"!" + std::string(record.problem)};
    records.push_back(std::move(record.cells));
    text.remove_prefix(record.consumed);
  }
}

TEST(CsvRecord, HasCellsBetweenDelimiters) {
  EXPECT_THAT(Whole("a,b,c\r\n").cells, ElementsAre("a", "b", "c"));
  EXPECT_THAT(Whole("a;b,c;\n", ';').cells, ElementsAre("a", "b,c", ""));
  EXPECT_THAT(Whole("a\tb", '\t').cells, ElementsAre("a", "b"));
  EXPECT_THAT(Whole(",,").cells, ElementsAre("", "", ""));
  EXPECT_THAT(Whole(" a , b ").cells, ElementsAre(" a ", " b ")) << "RFC 4180 §2: spaces are part of a cell";
}

TEST(CsvRecord, UnquotesCells) {
  EXPECT_THAT(Whole(R"("a","b ""c"" d","")").cells, ElementsAre("a", R"(b "c" d)", ""));
  const CsvRecord two_lines = Whole("\"a\r\nb\",c\r\nnext");
  EXPECT_THAT(two_lines.cells, ElementsAre("a\r\nb", "c"));
  EXPECT_EQ(two_lines.lines, 2U);
  EXPECT_EQ(two_lines.consumed, 10U);
}

TEST(CsvRecord, EndsWithEveryLineEndThatProgramsWrite) {
  EXPECT_THAT(All("a\r\nb\nc\rd"),
              ElementsAre(ElementsAre("a"), ElementsAre("b"), ElementsAre("c"), ElementsAre("d")));
  EXPECT_THAT(All("\r\n\r\na\n\n\n"), ElementsAre(ElementsAre("a"))) << "empty lines are no records";
  EXPECT_EQ(Whole("\n\na\n").lines, 3U);
  EXPECT_EQ(Whole("\n\na\n").empty_lines, 2U);
}

TEST(CsvRecord, TakesQuotesInsideOfACellAsTheyAre) {
  EXPECT_THAT(Whole(R"(ООО "Ромашка",+7)").cells, ElementsAre(R"(ООО "Ромашка")", "+7"));
  EXPECT_THAT(Whole(R"("Ромашка" ООО,+7)").cells, ElementsAre(R"("Ромашка" ООО)", "+7"));
  EXPECT_THAT(Whole(R"("Иванов, Иван" мл.;"ООО ""Мир""")", ';').cells,
              ElementsAre(R"("Иванов, Иван" мл.)", R"(ООО "Мир")"));
  EXPECT_THAT(Whole(R"(19" display,5'4")").cells, ElementsAre(R"(19" display)", R"(5'4")"));
}

TEST(CsvRecord, RefusesWhatIsNoRecordAndGoesOnWithTheNextLine) {
  EXPECT_THAT(All("\"a\nb\"c,d\ne\n"), ElementsAre(ElementsAre("!has text behind a closing quote"),
                                                   ElementsAre("b\"c", "d"), ElementsAre("e")));
  EXPECT_THAT(All("\"a,b\nc\nd"), ElementsAre(ElementsAre("!has a quote that is never closed"),
                                              ElementsAre("c"), ElementsAre("d")));
  EXPECT_THAT(All(std::string(300, ',')), ElementsAre(ElementsAre("!has too many columns")));
}

TEST(CsvRecord, KeepsAllOfALineThatIsNoRecord) {
  const CsvRecord record = Whole("\"Иван,+79991234567,a@example.com\nnext\n");
  EXPECT_EQ(record.status, Status::kMalformed);
  EXPECT_THAT(record.cells, ElementsAre("\"Иван", "+79991234567", "a@example.com"));
}

TEST(CsvRecord, CountsLinesTheSameWhateverBecomesOfTheRecord) {
  const CsvRecord after_cr = Whole("\r\"a,b");
  EXPECT_EQ(after_cr.status, Status::kMalformed);
  EXPECT_EQ(after_cr.empty_lines, 1U);
  EXPECT_EQ(after_cr.lines, 1U);
  const CsvRecord old_macintosh = Whole("\"ab\rc\r");
  EXPECT_EQ(old_macintosh.consumed, 4U) << "the next line is read again";
  EXPECT_EQ(old_macintosh.lines, 1U);
}

TEST(CsvRecord, IsBounded) {
  const std::string endless = "\"" + std::string(10 * kMaxCsvRecord, 'x');
  const CsvRecord record = DecodeCsvRecord(endless, ',', CsvInput::kGoesOn);
  EXPECT_EQ(record.status, Status::kMalformed);
  EXPECT_EQ(record.consumed, kMaxCsvRecord);
  EXPECT_TRUE(record.cut);
  EXPECT_EQ(record.problem, "is longer than 65536 bytes");
}

// However the bytes come in, the records are the same.
TEST(CsvRecord, WaitsForTheRestOfARecord) {
  const std::string_view text = "\"a\"\"b\",c\r\n\"d\r\ne\",f\ng,h\r\n";
  const auto whole = All(text);
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    std::vector<std::vector<std::string>> records;
    std::size_t from = 0;
    for (std::size_t have = cut;;) {
      CsvRecord record = DecodeCsvRecord(text.substr(from, have - from), ',',
                                         have == text.size() ? CsvInput::kIsComplete : CsvInput::kGoesOn);
      if (record.status == Status::kNeedMore) {
        ASSERT_LT(have, text.size());
        have = text.size();
        continue;
      }
      if (record.status == Status::kEnd) break;
      records.push_back(std::move(record.cells));
      from += record.consumed;
    }
    EXPECT_EQ(records, whole) << "cut at " << cut;
  }
}
}  // namespace
}  // namespace vss::crm
